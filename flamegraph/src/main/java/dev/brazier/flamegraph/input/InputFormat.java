package dev.brazier.flamegraph.input;

/** What a file of stacks can be. */
public enum InputFormat {
  /** Told by the first bytes and lines. */
  AUTO("any"),
  /** One line for each stack: frames joined by semicolons, a space, a count. */
  COLLAPSED("collapsed stacks"),
  /** What {@code perf script} prints. */
  PERF("perf script");

  private final String label;

  InputFormat(String label) {
    this.label = label;
  }

  /** The name that a person knows it by. */
  public String label() {
    return label;
  }
}
