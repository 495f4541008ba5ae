package dev.brazier.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The values of a BPF array with {@code BPF_F_MMAPABLE}. Only what is being written is mapped into
 * this process: the kernel maps all pages at once, and each would count as resident here. The map
 * must stay open for as long; after {@link #close} nothing must be touched.
 */
final class SharedArray implements ArrayMemory, AutoCloseable {
  private final BpfMap map;
  private final int stride;
  private final int page;
  private final CloseStack mapped = new CloseStack();

  private SharedArray(BpfMap map, int stride, int page) {
    this.map = map;
    this.stride = stride;
    this.page = page;
  }

  /**
   * The values of a map.
   *
   * @throws BpfException when the kernel refuses to share them: EINVAL or ENOTSUP for a map that is
   *     no such array
   */
  static SharedArray of(BpfMap map) {
    SharedArray array =
        new SharedArray(
            map, (map.valueBytes() + 7) & ~7, NativeLibraries.get().libc().getpagesize());
    array.write(0, array.stride, first -> {});
    return array;
  }

  /** Distance in bytes from one value to the next: the kernel rounds up to eight. */
  int stride() {
    return stride;
  }

  @Override
  public int capacity() {
    return Math.multiplyExact(stride, map.maxEntries());
  }

  @Override
  public void write(int from, int length, Consumer<ByteBuffer> writer) {
    int start = from / page * page;
    SharedPages pages = map(start, from - start + length);
    try {
      ByteBuffer bytes = pages.buffer(from - start + (long) length);
      writer.accept(bytes.slice(from - start, length).order(ByteOrder.LITTLE_ENDIAN));
    } finally {
      pages.unmap();
    }
  }

  @Override
  public ByteBuffer whole() {
    SharedPages pages = map(0, capacity());
    mapped.own(pages::unmap);
    return pages.buffer(capacity()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private SharedPages map(int start, int length) {
    return SharedPages.of(
        "share BPF array " + map.name(),
        LibC.PROT_READ | LibC.PROT_WRITE,
        map.fd(),
        start,
        ((long) length + page - 1) / page * page);
  }

  @Override
  public void close() {
    mapped.close();
  }
}
