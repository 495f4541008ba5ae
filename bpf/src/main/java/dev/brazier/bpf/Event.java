package dev.brazier.bpf;

/** What drives sampling on a CPU. */
public enum Event {
  /**
   * The kernel's high-resolution timer, {@code PERF_COUNT_SW_CPU_CLOCK}: everywhere; counts
   * nanoseconds.
   */
  CPU_CLOCK(1, 0, "cpu-clock"),
  /** The CPU's cycle counter, {@code PERF_COUNT_HW_CPU_CYCLES}: absent in most virtual machines. */
  CYCLES(0, 0, "cycles");

  /** {@code perf_event_attr.type}. */
  final int type;

  /** {@code perf_event_attr.config}. */
  final long config;

  private final String label;

  Event(int type, long config, String label) {
    this.type = type;
    this.config = config;
    this.label = label;
  }

  /** As {@code perf} writes it. */
  @Override
  public String toString() {
    return label;
  }
}
