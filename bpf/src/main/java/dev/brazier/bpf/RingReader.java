package dev.brazier.bpf;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads records from the memory of a BPF ring buffer, without a system call and without an
 * allocation per record.
 *
 * <p>Layout, from {@code kernel/bpf/ringbuf.c} of Linux 6.12: a page with the consumer's position,
 * which is ours to write; a page with the producers' position; the data twice in a row, so that a
 * record that wraps around is still one piece. A record is a 32-bit length whose two upper bits
 * mean "being written" and "discarded", 32 bits for the kernel, and the bytes, rounded up to eight
 * in all. Positions count bytes and never wrap.
 *
 * <p>The kernel shares this memory with us, so a position is read before what it announces, and
 * written after what it frees. Fences say so: the handles of {@code MethodHandles} would too, but
 * make the JVM spin code at start-up. The words are aligned, which makes each access one piece.
 */
final class RingReader {
  static final int BUSY = 1 << 31;
  static final int DISCARDED = 1 << 30;
  static final int HEADER_BYTES = 8;

  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final ByteBuffer record;
  private final int pageBytes;
  private final int mask;

  /**
   * Reads from direct buffers.
   *
   * @param consumer the page that begins with the consumer's position
   * @param producer the page that begins with the producers' position, and the data twice
   * @param dataBytes size of the data once, a power of two
   */
  RingReader(ByteBuffer consumer, ByteBuffer producer, int pageBytes, int dataBytes) {
    this.consumer = consumer.order(ByteOrder.nativeOrder());
    this.producer = producer.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    this.record = this.producer.duplicate().order(ByteOrder.nativeOrder());
    this.pageBytes = pageBytes;
    this.mask = dataBytes - 1;
  }

  /** Where the producers are now. */
  long produced() {
    long position = producer.getLong(0);
    VarHandle.acquireFence();
    return position;
  }

  /**
   * Hands over complete records that begin before a position, oldest first. A record counts as read
   * when the handler returns or throws.
   *
   * @param end at most {@link #produced}
   * @return how many records were handed over
   */
  int drain(RecordHandler handler, long end) {
    int count = 0;
    long position = consumer.getLong(0);
    while (position < end) {
      int start = pageBytes + (int) (position & mask);
      int header = producer.getInt(start);
      VarHandle.acquireFence();
      if ((header & BUSY) != 0) {
        break;
      }
      int length = header & ~DISCARDED;
      position += (length + HEADER_BYTES + 7) & ~7;
      try {
        if ((header & DISCARDED) == 0) {
          count++;
          record.limit(start + HEADER_BYTES + length).position(start + HEADER_BYTES);
          handler.record(record);
        }
      } finally {
        VarHandle.releaseFence();
        consumer.putLong(0, position);
      }
    }
    return count;
  }
}
