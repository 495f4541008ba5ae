package dev.brazier.flamegraph.input;

/** What a file of stacks can be. */
public enum InputFormat {
  /** Told by the first bytes and lines. */
  AUTO("any"),
  /** One line for each stack: frames joined by semicolons, a space, a count. */
  COLLAPSED("collapsed stacks"),
  /** What {@code perf script} prints. */
  PERF("perf script"),
  /** The maps that bpftrace prints, with a stack in their keys. */
  BPFTRACE("bpftrace"),
  /** The blocks that profile, offcputime and stackcount of bcc print. */
  BCC("bcc"),
  /** A recording of JDK Flight Recorder. */
  JFR("JFR"),
  /** A profile of {@code go tool pprof} and the many tools that write the same. */
  PPROF("pprof");

  private final String label;

  InputFormat(String label) {
    this.label = label;
  }

  /** The name that a person knows it by. */
  public String label() {
    return label;
  }
}
