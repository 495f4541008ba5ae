package dev.brazier.bpf;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Pages of a BPF map that this process shares with the kernel. */
record SharedPages(Pointer address, long length) {

  /**
   * Maps part of a map.
   *
   * @param protection of {@link LibC}
   * @param offset of the first byte, a multiple of the page size
   * @throws BpfException when the kernel refuses
   */
  static SharedPages of(String operation, int protection, int fd, long offset, long length) {
    LibC libc = NativeLibraries.get().libc();
    Pointer address = libc.mmap(null, length, protection, LibC.MAP_SHARED, fd, offset);
    if (Pointer.nativeValue(address) == -1) {
      throw Failures.bpf(operation, Failures.lastErrno(), "");
    }
    return new SharedPages(address, length);
  }

  /** The first bytes; no longer to be touched after {@link #unmap}. */
  ByteBuffer buffer(long bytes) {
    return address.getByteBuffer(0, bytes);
  }

  /** To be called once. */
  void unmap() {
    NativeLibraries.libC().munmap(address, length);
  }
}
