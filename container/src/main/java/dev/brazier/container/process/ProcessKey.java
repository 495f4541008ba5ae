package dev.brazier.container.process;

/**
 * What tells one process from the next that gets the same pid.
 *
 * @param pid in the PID namespace of the {@code /proc} that is read
 * @param startTicks field 22 of {@code /proc/PID/stat}
 */
public record ProcessKey(int pid, long startTicks) {

  /**
   * From the kernel's finer start time.
   *
   * @param startTimeNanos {@code task->start_boottime}: CLOCK_BOOTTIME, in nanoseconds
   */
  public static ProcessKey ofKernel(int pid, long startTimeNanos) {
    return new ProcessKey(pid, startTimeNanos / TargetProcess.NANOS_PER_TICK);
  }
}
