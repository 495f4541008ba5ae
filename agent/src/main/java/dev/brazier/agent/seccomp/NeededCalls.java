package dev.brazier.agent.seccomp;

import java.util.Set;

/** Calls that a profile must allow although the recorded program need not have made them. */
final class NeededCalls {

  /**
   * What every program may call without having been seen to: its end, the way back from a signal,
   * and the clocks, which the vdso answers without a call on most machines but not on all.
   */
  static final Set<String> ANY_TIME =
      Set.of(
          "clock_getres",
          "clock_gettime",
          "exit",
          "exit_group",
          "getcpu",
          "gettimeofday",
          "restart_syscall",
          "rt_sigreturn",
          "time");

  /**
   * What a runtime calls between loading the filter and the container's {@code execve}: without
   * no_new_privs the filter must come before the user and the capabilities are set. Found by
   * refusing each call alone under runc 1.1.5 and crun 1.8.1, as {@code ProfileLint} has it, and
   * what Go's scheduler and memory allocator may call at any time (runtime/sys_linux_amd64.s of Go
   * 1.22).
   */
  static final Set<String> BEFORE_EXEC =
      Set.of(
          "brk",
          "capget",
          "capset",
          "chdir",
          "clone",
          "close",
          "close_range",
          "dup3",
          "epoll_create1",
          "epoll_ctl",
          "epoll_pwait",
          "eventfd2",
          "execve",
          "faccessat",
          "faccessat2",
          "fchdir",
          "fchown",
          "fcntl",
          "fstat",
          "fstatfs",
          "futex",
          "getcwd",
          "getdents64",
          "getegid",
          "geteuid",
          "getgid",
          "getpid",
          "getppid",
          "gettid",
          "getuid",
          "lseek",
          "madvise",
          "mmap",
          "mprotect",
          "munmap",
          "nanosleep",
          "newfstatat",
          "openat",
          "openat2",
          "pipe2",
          "prctl",
          "read",
          "readlinkat",
          "rt_sigaction",
          "rt_sigprocmask",
          "sched_getaffinity",
          "sched_yield",
          "set_robust_list",
          "setgid",
          "setgroups",
          "setresgid",
          "setresuid",
          "setsid",
          "setuid",
          "sigaltstack",
          "stat",
          "statfs",
          "statx",
          "tgkill",
          "umask",
          "write");

  /** What the dynamic loader and the C library call before main, for a start that was not seen. */
  static final Set<String> PROGRAM_START =
      Set.of(
          "access",
          "arch_prctl",
          "brk",
          "close",
          "fstat",
          "getrandom",
          "mmap",
          "mprotect",
          "munmap",
          "newfstatat",
          "openat",
          "pread64",
          "prlimit64",
          "read",
          "rseq",
          "set_robust_list",
          "set_tid_address");

  private NeededCalls() {}
}
