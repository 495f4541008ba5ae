package dev.brazier.container.process;

/** A file below {@code /proc} that does not read the way proc(5) says. */
public final class ProcFormatException extends Exception {
  private final String problem;

  ProcFormatException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong, with the beginning of the line. */
  public String problem() {
    return problem;
  }
}
