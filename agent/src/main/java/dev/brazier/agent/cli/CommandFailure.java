package dev.brazier.agent.cli;

import org.jspecify.annotations.Nullable;

/**
 * The end of a command that cannot go on: one line for the person, and the exit code.
 *
 * <p>The message is a lower-case verb phrase that names the object, the reason and the remedy.
 */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Something that was to be done could not be done. */
  static CommandFailure failed(String message, @Nullable Throwable cause) {
    return new CommandFailure(ExitCode.FAILED, message, cause);
  }

  /** The kernel refuses until the caller has more privileges. */
  static CommandFailure notPermitted(String message, @Nullable Throwable cause) {
    return new CommandFailure(ExitCode.NOT_PERMITTED, message, cause);
  }

  /** The options contradict each other or say nothing that can be done. */
  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, null);
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The process to exit with, one of {@link ExitCode}. */
  int exitCode() {
    return exitCode;
  }
}
