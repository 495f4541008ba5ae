package dev.brazier.bpf.access;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.brazier.bpf.NativePartMissingException;
import org.jspecify.annotations.Nullable;

/** The system calls, with this machine's numbers and with errno in the result. */
final class Kernel {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int ENODEV = 19;
  static final int EACCES = 13;
  static final int EFAULT = 14;
  static final int EINVAL = 22;

  private final SystemCalls calls;
  private final boolean arm64 = System.getProperty("os.arch", "").equals("aarch64");

  private Kernel(SystemCalls calls) {
    this.calls = calls;
  }

  /**
   * Loads the C library.
   *
   * @throws NativePartMissingException when JNA's own native part cannot be loaded
   */
  static Kernel load() {
    try {
      return new Kernel(Native.load("c", SystemCalls.class));
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw NativePartMissingException.of(e);
    }
  }

  /** A file descriptor, or the negative errno. */
  int perfEventOpen(@Nullable Pointer attribute, long pid, long cpu, long flags) {
    return result(calls.syscall(arm64 ? 241 : 298, attribute, pid, cpu, -1, flags));
  }

  /** What {@code bpf(2)} returns, or the negative errno. */
  int bpf(int command, @Nullable Memory attribute) {
    long size = attribute == null ? 0 : attribute.size();
    return result(calls.syscall(arm64 ? 280 : 321, command, attribute, size));
  }

  int ioctl(int fd, long request, long argument) {
    return result(calls.ioctl(fd, request, argument));
  }

  int open(String path) {
    return result(calls.open(path, SystemCalls.O_RDONLY | SystemCalls.O_CLOEXEC));
  }

  int openDirectory(String path) {
    int directory = arm64 ? SystemCalls.O_DIRECTORY_ARM64 : SystemCalls.O_DIRECTORY;
    return result(calls.open(path, SystemCalls.O_RDONLY | SystemCalls.O_CLOEXEC | directory));
  }

  /** How many bytes, or the negative errno. */
  int read(int fd, Memory to) {
    return result(calls.read(fd, to, to.size()));
  }

  /** How many bytes, or the negative errno. */
  int pread(int fd, Memory to, long offset) {
    return result(calls.pread(fd, to, to.size(), offset));
  }

  /** Maps a ring; its address, or the negative errno. */
  long map(int fd, long length) {
    Pointer address =
        calls.mmap(
            null,
            length,
            SystemCalls.PROT_READ | SystemCalls.PROT_WRITE,
            SystemCalls.MAP_SHARED,
            fd,
            0);
    long mapped = Pointer.nativeValue(address);
    return mapped == -1 ? -Native.getLastError() : mapped;
  }

  void unmap(long address, long length) {
    calls.munmap(new Pointer(address), length);
  }

  /** A file in memory of one page. */
  int memoryFile() {
    int fd = result(calls.memfd_create("brazier-access", SystemCalls.MFD_CLOEXEC));
    if (fd >= 0) {
      calls.ftruncate(fd, pageSize());
    }
    return fd;
  }

  int pageSize() {
    return calls.getpagesize();
  }

  /** The bytes of an extended attribute; empty where there is none. */
  byte[] attribute(String path, String name, int most) {
    try (Memory value = new Memory(most)) {
      long length = calls.getxattr(path, name, value, most);
      return length <= 0 ? new byte[0] : value.getByteArray(0, (int) length);
    }
  }

  void close(int fd) {
    calls.close(fd);
  }

  private static int result(long returned) {
    return returned < 0 ? -Native.getLastError() : (int) returned;
  }
}
