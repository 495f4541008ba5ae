package dev.brazier.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A BPF ring buffer ({@code BPF_MAP_TYPE_RINGBUF}) mapped into this process, read without a system
 * call and without an allocation per record.
 *
 * <p>Layout, from {@code kernel/bpf/ringbuf.c} of Linux 6.12: a page with the consumer's position,
 * which is ours to write; a page with the producers' position; the data twice in a row, so that a
 * record that wraps around is still one piece. A record is a 32-bit length whose two upper bits
 * mean "being written" and "discarded", 32 bits for the kernel, and the bytes, rounded up to eight
 * in all. Positions count bytes and never wrap.
 *
 * <p>One thread drains; any may close.
 */
public final class RingBuffer implements AutoCloseable {
  private static final VarHandle POSITION =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle LENGTH =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final int HEADER_BYTES = 8;

  private final LibC libc;
  private final BpfMap map;
  private final Mapping consumerPage;
  private final Mapping producerPages;
  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final ByteBuffer record;
  private final int pageBytes;
  private final int mask;
  private boolean closed;

  private RingBuffer(LibC libc, BpfMap map, Mapping consumerPage, Mapping producerPages) {
    this.libc = libc;
    this.map = map;
    this.consumerPage = consumerPage;
    this.producerPages = producerPages;
    this.pageBytes = (int) consumerPage.length;
    this.mask = map.maxEntries() - 1;
    this.consumer = consumerPage.buffer();
    this.producer = producerPages.buffer().asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    this.record = producer.duplicate().order(ByteOrder.nativeOrder());
  }

  /**
   * Maps a ring buffer. The map must stay open for as long as the ring is.
   *
   * @throws BpfException when the kernel refuses
   */
  public static RingBuffer of(BpfMap map) {
    LibC libc = NativeLibraries.get().libc();
    int page = libc.getpagesize();
    String operation = "map ring buffer " + map.name();
    Mapping consumer =
        Mapping.of(libc, operation, map.fd(), 0, page, LibC.PROT_READ | LibC.PROT_WRITE);
    try {
      long length = page + 2L * map.maxEntries();
      Mapping producer = Mapping.of(libc, operation, map.fd(), page, length, LibC.PROT_READ);
      return new RingBuffer(libc, map, consumer, producer);
    } catch (BpfException e) {
      consumer.unmap(libc);
      throw e;
    }
  }

  /** Pages shared with the kernel. */
  private record Mapping(Pointer address, long length) {

    static Mapping of(
        LibC libc, String operation, int fd, long offset, long length, int protection) {
      Pointer address = libc.mmap(null, length, protection, LibC.MAP_SHARED, fd, offset);
      if (Pointer.nativeValue(address) == -1) {
        throw Failures.bpf(operation, Failures.lastErrno(), "");
      }
      return new Mapping(address, length);
    }

    ByteBuffer buffer() {
      return address.getByteBuffer(0, length).order(ByteOrder.nativeOrder());
    }

    void unmap(LibC libc) {
      libc.munmap(address, length);
    }
  }

  /** Size of the data in bytes. */
  public int bytes() {
    return map.maxEntries();
  }

  /**
   * Waits until there is something to read that the program announced: records sent with {@code
   * BPF_RB_NO_WAKEUP} end the wait only if they are there at its start.
   *
   * @return whether there is something to read; false at the end of the time or after a signal
   */
  public boolean await(Duration timeout) {
    long millis = Math.min(Integer.MAX_VALUE, Math.max(0, timeout.toMillis()));
    try (Memory descriptor = new Memory(Long.BYTES)) {
      descriptor.setInt(0, map.fd());
      descriptor.setInt(4, LibC.POLLIN);
      int ready = libc.poll(descriptor, 1, (int) millis);
      if (ready < 0 && Failures.lastErrno() != Errno.EINTR) {
        throw Failures.bpf("wait for ring buffer " + map.name(), Failures.lastErrno(), "");
      }
      return ready > 0;
    }
  }

  /**
   * Hands over the records that are complete now, oldest first. It ends at the first that is still
   * being written, and does not wait. When the handler throws, its record counts as read.
   *
   * @return how many records were handed over
   */
  public int drain(RecordHandler handler) {
    return drain(handler, produced());
  }

  /** Where the producers are now; what they write later lies beyond. */
  synchronized long produced() {
    requireOpen();
    return (long) POSITION.getAcquire(producer, 0);
  }

  /** Hands over records that begin before a position that {@link #produced()} once gave. */
  synchronized int drain(RecordHandler handler, long end) {
    requireOpen();
    int count = 0;
    long position = (long) POSITION.get(consumer, 0);
    while (position < end && !closed) {
      int start = pageBytes + (int) (position & mask);
      int header = (int) LENGTH.getAcquire(producer, start);
      if (header < 0) {
        break; // BUSY is the sign bit
      }
      int length = header & ~(BUSY | DISCARDED);
      position += (length + HEADER_BYTES + 7) & ~7;
      try {
        if ((header & DISCARDED) == 0) {
          count++;
          record.limit(start + HEADER_BYTES + length).position(start + HEADER_BYTES);
          handler.record(record);
        }
      } finally {
        if (!closed) {
          POSITION.setRelease(consumer, 0, position);
        }
      }
    }
    return count;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("ring buffer " + map.name() + " is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    producerPages.unmap(libc);
    consumerPage.unmap(libc);
  }
}
