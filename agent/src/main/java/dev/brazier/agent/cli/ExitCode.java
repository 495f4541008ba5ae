package dev.brazier.agent.cli;

/**
 * What the process's exit status means; every command's {@code --help} lists those it can end with.
 */
final class ExitCode {

  /** The command did all it was asked to. */
  static final int DONE = 0;

  /** Something went wrong on the way: a file, the kernel, or a target that is not there. */
  static final int FAILED = 1;

  /** The command line itself makes no sense. */
  static final int USAGE = 2;

  /** The kernel refuses until the caller has more privileges. */
  static final int NOT_PERMITTED = 3;

  /** Only {@code doctor}: a recording is possible and would lack something. */
  static final int DEGRADED = 4;

  /** Only {@code diff}: a function grew by more than was allowed. */
  static final int GREW = 5;

  private ExitCode() {}
}
