package dev.brazier.bpf;

import com.sun.jna.Memory;
import java.time.Duration;

/**
 * A BPF ring buffer ({@code BPF_MAP_TYPE_RINGBUF}) mapped into this process. One thread drains; any
 * may close.
 */
public final class RingBuffer implements AutoCloseable {
  private final LibC libc;
  private final BpfMap map;
  private final SharedPages consumerPage;
  private final SharedPages producerPages;
  private final RingReader reader;
  private boolean draining;
  private boolean closed;

  private RingBuffer(LibC libc, BpfMap map, SharedPages consumerPage, SharedPages producerPages) {
    this.libc = libc;
    this.map = map;
    this.consumerPage = consumerPage;
    this.producerPages = producerPages;
    this.reader =
        new RingReader(
            consumerPage.buffer(consumerPage.length()),
            producerPages.buffer(producerPages.length()),
            (int) consumerPage.length(),
            map.maxEntries());
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
    SharedPages consumer =
        SharedPages.of(operation, LibC.PROT_READ | LibC.PROT_WRITE, map.fd(), 0, page);
    try {
      long length = page + 2L * map.maxEntries();
      SharedPages producer = SharedPages.of(operation, LibC.PROT_READ, map.fd(), page, length);
      return new RingBuffer(libc, map, consumer, producer);
    } catch (BpfException e) {
      consumer.unmap();
      throw e;
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
    return reader.produced();
  }

  /** Hands over records that begin before a position that {@link #produced()} once gave. */
  synchronized int drain(RecordHandler handler, long end) {
    requireOpen();
    draining = true;
    try {
      return reader.drain(handler, end);
    } finally {
      draining = false;
      if (closed) {
        unmap();
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("ring buffer " + map.name() + " is closed");
    }
  }

  /**
   * Waits for a drain on another thread to end; called by a handler, it takes effect after the
   * drain.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!draining) {
      unmap();
    }
  }

  private void unmap() {
    producerPages.unmap();
    consumerPage.unmap();
  }
}
