package dev.brazier.bpf;

import java.util.Map;

/**
 * Names of error numbers: Linux's {@code asm-generic/errno.h}, the same on x86_64 and arm64, and
 * libbpf's own above 4000 ({@code enum libbpf_errno}).
 */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EOPNOTSUPP = 95;

  private static final String[] LOW = {
    "0",
    "EPERM",
    "ENOENT",
    "ESRCH",
    "EINTR",
    "EIO",
    "ENXIO",
    "E2BIG",
    "ENOEXEC",
    "EBADF",
    "ECHILD",
    "EAGAIN",
    "ENOMEM",
    "EACCES",
    "EFAULT",
    "ENOTBLK",
    "EBUSY",
    "EEXIST",
    "EXDEV",
    "ENODEV",
    "ENOTDIR",
    "EISDIR",
    "EINVAL",
    "ENFILE",
    "EMFILE",
    "ENOTTY",
    "ETXTBSY",
    "EFBIG",
    "ENOSPC",
    "ESPIPE",
    "EROFS",
    "EMLINK",
    "EPIPE",
    "EDOM",
    "ERANGE",
    "EDEADLK",
    "ENAMETOOLONG",
    "ENOLCK",
    "ENOSYS",
    "ENOTEMPTY",
    "ELOOP"
  };

  private static final Map<Integer, String> HIGH =
      Map.ofEntries(
          Map.entry(75, "EOVERFLOW"),
          Map.entry(84, "EILSEQ"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP"),
          Map.entry(105, "ENOBUFS"),
          Map.entry(110, "ETIMEDOUT"),
          Map.entry(524, "ENOTSUPP"),
          Map.entry(4000, "LIBBPF_ERRNO__LIBELF"),
          Map.entry(4001, "LIBBPF_ERRNO__FORMAT"),
          Map.entry(4002, "LIBBPF_ERRNO__KVERSION"),
          Map.entry(4003, "LIBBPF_ERRNO__ENDIAN"),
          Map.entry(4004, "LIBBPF_ERRNO__INTERNAL"),
          Map.entry(4005, "LIBBPF_ERRNO__RELOC"),
          Map.entry(4006, "LIBBPF_ERRNO__LOAD"),
          Map.entry(4007, "LIBBPF_ERRNO__VERIFY"));

  private Errno() {}

  /** {@code EACCES} for 13; {@code errno 200} where no name is known. */
  static String name(int errno) {
    if (errno >= 0 && errno < LOW.length) {
      return LOW[errno];
    }
    return HIGH.getOrDefault(errno, "errno " + errno);
  }
}
