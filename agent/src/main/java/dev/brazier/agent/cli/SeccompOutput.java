package dev.brazier.agent.cli;

/** Where a seccomp profile goes: to a file of any name, or to standard output. */
final class SeccompOutput {

  private SeccompOutput() {}

  /**
   * Checks the argument of {@code -o}.
   *
   * @throws CommandFailure when nothing can be written there
   */
  static OutputFile check(String argument, Console console) {
    try {
      // Of the formats of profiles of CPU time none is meant: what is written here is JSON.
      OutputTarget target = OutputTarget.parse(argument, OutputFormat.COLLAPSED);
      return OutputFile.check(target, console.out());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("read option -o: " + e.getMessage());
    }
  }
}
