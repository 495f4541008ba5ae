package dev.brazier.bpf;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** The C library's wrappers of the system calls used here. Failure is -1 with errno set. */
interface LibC extends Library {
  int PROT_READ = 1;
  int PROT_WRITE = 2;
  int MAP_SHARED = 1;
  int MFD_CLOEXEC = 1;
  int O_RDONLY = 0;
  int O_CLOEXEC = 02000000;
  short POLLIN = 1;
  int POLLFD_BYTES = 8;
  int RLIMIT_MEMLOCK = 8;
  long RLIM_INFINITY = -1;

  /** All arguments are {@code long}: the kernel reads whole registers. */
  long syscall(long number, Pointer attribute, long pid, long cpu, long group, long flags);

  Pointer mmap(
      @Nullable Pointer address, long length, int protection, int flags, int fd, long offset);

  int munmap(Pointer address, long length);

  int poll(Pointer descriptors, long count, int timeoutMillis);

  long read(int fd, Pointer to, long length);

  int close(int fd);

  int ioctl(int fd, long request, long argument);

  int open(String path, int flags);

  int geteuid();

  int memfd_create(String name, int flags);

  int ftruncate(int fd, long length);

  int sched_setscheduler(int tid, int policy, Pointer priority);

  int getpagesize();

  int getrlimit(int resource, Pointer limit);

  int vasprintf(PointerByReference text, Pointer format, Pointer arguments);
}
