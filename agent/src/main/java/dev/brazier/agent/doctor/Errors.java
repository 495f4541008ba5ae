package dev.brazier.agent.doctor;

/** Error numbers that tell layers apart: Linux's {@code asm-generic/errno.h}. */
final class Errors {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EOPNOTSUPP = 95;

  private Errors() {}
}
