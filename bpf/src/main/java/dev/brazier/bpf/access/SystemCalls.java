package dev.brazier.bpf.access;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The C library's wrappers of the system calls that are tried. Failure is -1 with errno set. */
interface SystemCalls extends Library {
  int O_RDONLY = 0;
  int O_DIRECTORY = 0x10000;
  int O_DIRECTORY_ARM64 = 0x4000;
  int O_CLOEXEC = 0x80000;
  int PROT_READ = 1;
  int PROT_WRITE = 2;
  int MAP_SHARED = 1;
  int MFD_CLOEXEC = 1;

  /** {@code perf_event_open}; all arguments are {@code long}: the kernel reads whole registers. */
  long syscall(
      long number, @Nullable Pointer attribute, long pid, long cpu, long group, long flags);

  /** {@code bpf}. */
  long syscall(long number, long command, @Nullable Pointer attribute, long size);

  int ioctl(int fd, long request, long argument);

  int open(String path, int flags);

  int close(int fd);

  long read(int fd, Pointer to, long length);

  long pread(int fd, Pointer to, long length, long offset);

  Pointer mmap(
      @Nullable Pointer address, long length, int protection, int flags, int fd, long offset);

  int munmap(Pointer address, long length);

  int memfd_create(String name, int flags);

  int ftruncate(int fd, long length);

  int getpagesize();

  /** {@code ssize_t}. */
  long getxattr(String path, String name, @Nullable Pointer value, long size);
}
