package dev.brazier.bpf.counter;

import java.nio.ByteBuffer;

/**
 * What a counter shows: a {@code read_format} of PERF_FORMAT_TOTAL_TIME_ENABLED and _RUNNING.
 *
 * @param value the count while it ran
 * @param enabledNanos for how long it was wanted: the time that its thread or cgroup was on a CPU,
 *     or that passed on its CPU
 * @param runningNanos for how long of that it had a register of the CPU; less where more events are
 *     wanted than there are registers, and they take turns
 */
public record CounterReading(long value, long enabledNanos, long runningNanos) {
  /** Of one reading, in native byte order. */
  static final int BYTES = 3 * Long.BYTES;

  /** Nothing yet. */
  static final CounterReading ZERO = new CounterReading(0, 0, 0);

  /** Decodes what {@code read(2)} gives. */
  static CounterReading parse(ByteBuffer bytes) {
    return new CounterReading(bytes.getLong(0), bytes.getLong(8), bytes.getLong(16));
  }

  /** The count, extended to all the time that it was wanted for. */
  public long scaled() {
    if (runningNanos == enabledNanos || runningNanos <= 0) {
      return value;
    }
    return Math.round(value * ((double) enabledNanos / runningNanos));
  }

  /** For which share of its time it was counted, 0 to 1; 1 when it was never wanted. */
  public double share() {
    return enabledNanos <= 0 ? 1 : Math.min(1, (double) runningNanos / enabledNanos);
  }

  /** Whether it was wanted for a time and not counted for any of it, so that nothing is known. */
  public boolean starved() {
    return enabledNanos > 0 && runningNanos <= 0;
  }

  /** Since an earlier reading of the same counter. */
  CounterReading minus(CounterReading earlier) {
    return new CounterReading(
        value - earlier.value,
        enabledNanos - earlier.enabledNanos,
        runningNanos - earlier.runningNanos);
  }
}
