package dev.brazier.bpf;

import com.sun.jna.Pointer;
import dev.brazier.bpf.perf.PerfRing;
import dev.brazier.bpf.perf.SampleFormat;

/** The ring of one CPU, and the perf event that it belongs to. */
final class CpuRing implements AutoCloseable {
  private final int cpu;
  private final SamplingEvent event;
  private final SharedPages pages;
  private final PerfRing ring;
  private boolean closed;

  private CpuRing(int cpu, SamplingEvent event, SharedPages pages, PerfRing ring) {
    this.cpu = cpu;
    this.event = event;
    this.pages = pages;
    this.ring = ring;
  }

  /**
   * Maps the ring of an event, which is closed when that fails.
   *
   * @param bytes of data, a power of two and a multiple of the page size
   * @throws RingRefusedException when so much memory may not be locked
   * @throws BpfException when the kernel refuses for another reason
   */
  static CpuRing map(int cpu, SamplingEvent event, int bytes, SampleFormat format) {
    LibC libc = NativeLibraries.libC();
    int page = libc.getpagesize();
    long length = (long) page + bytes;
    Pointer address =
        libc.mmap(null, length, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, event.fd(), 0);
    if (Pointer.nativeValue(address) == -1) {
      int errno = Failures.lastErrno();
      event.close();
      throw errno == Errno.EPERM
          ? new RingRefusedException(cpu)
          : new BpfException("map the perf ring of cpu " + cpu, errno, "", "");
    }
    SharedPages pages = new SharedPages(address, length);
    return new CpuRing(cpu, event, pages, new PerfRing(pages.buffer(length), page, format));
  }

  int cpu() {
    return cpu;
  }

  SamplingEvent event() {
    return event;
  }

  PerfRing ring() {
    return ring;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      event.close();
      pages.unmap();
    }
  }
}
