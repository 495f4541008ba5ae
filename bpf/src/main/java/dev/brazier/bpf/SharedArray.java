package dev.brazier.bpf;

import java.nio.ByteBuffer;

/**
 * The values of a BPF array with {@code BPF_F_MMAPABLE}, mapped into this process. The map must
 * stay open for as long; after {@link #close} the bytes must not be touched.
 */
final class SharedArray implements AutoCloseable {
  private final SharedPages pages;
  private final ByteBuffer bytes;
  private final int stride;
  private boolean closed;

  private SharedArray(SharedPages pages, ByteBuffer bytes, int stride) {
    this.pages = pages;
    this.bytes = bytes;
    this.stride = stride;
  }

  /**
   * Maps the whole array.
   *
   * @throws BpfException when the kernel refuses: EINVAL or ENOTSUP for a map that is no such array
   */
  static SharedArray of(BpfMap map) {
    int stride = (map.valueBytes() + 7) & ~7;
    long length = (long) stride * map.maxEntries();
    SharedPages pages =
        SharedPages.of(
            "share BPF array " + map.name(),
            LibC.PROT_READ | LibC.PROT_WRITE,
            map.fd(),
            0,
            wholePages(length));
    return new SharedArray(pages, pages.buffer(length), stride);
  }

  private static long wholePages(long length) {
    int page = NativeLibraries.get().libc().getpagesize();
    return (length + page - 1) / page * page;
  }

  /** All values, one after the other. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Distance in bytes from one value to the next: the kernel rounds up to eight. */
  int stride() {
    return stride;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      pages.unmap();
    }
  }
}
