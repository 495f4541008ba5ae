package dev.brazier.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Ring memory as the kernel lays it out; each write shows in both copies of the data. */
final class FakeRing {
  private static final int PAGE = 4096;

  private final ByteBuffer consumer = direct(PAGE);
  private final ByteBuffer producer;
  private final int bytes;
  private long position;

  FakeRing(int bytes) {
    this.bytes = bytes;
    this.producer = direct(PAGE + 2 * bytes);
  }

  private static ByteBuffer direct(int size) {
    // The VarHandles need an address that is a multiple of eight.
    return ByteBuffer.allocateDirect(size + 8).alignedSlice(8).order(ByteOrder.nativeOrder());
  }

  RingReader reader() {
    return new RingReader(consumer, producer, PAGE, bytes);
  }

  /** Appends a record and returns its position, for {@link #header}. */
  long append(byte[] content, int flags) {
    long start = position;
    header(start, content.length | flags);
    for (int i = 0; i < content.length; i++) {
      put(start + RingReader.HEADER_BYTES + i, content[i]);
    }
    position += (content.length + RingReader.HEADER_BYTES + 7) & ~7;
    producer.putLong(0, position);
    return start;
  }

  void header(long at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      put(at + i, (byte) (value >>> (8 * i)));
    }
  }

  private void put(long at, byte value) {
    int offset = PAGE + (int) (at % bytes);
    producer.put(offset, value);
    producer.put(offset + bytes, value);
  }

  long consumed() {
    return consumer.getLong(0);
  }

  long produced() {
    return position;
  }
}
