package dev.brazier.container.process;

import java.time.Duration;

/**
 * What all CPUs of the machine together did since it booted: the first line of {@code /proc/stat},
 * in ticks of {@link TargetProcess#TICKS_PER_SECOND}.
 *
 * @param all idle ones included
 * @param stolen in which a CPU of a virtual machine had work, and the hypervisor ran something else
 *     on it; 0 on a machine of metal and where the hypervisor does not tell
 */
public record CpuTimes(long all, long stolen) {

  private static final String LABEL = "cpu";

  /** user, nice, system, idle, iowait, irq, softirq and steal; user holds the time of guests. */
  private static final int FIELDS = 8;

  /** Parses the whole file. */
  public static CpuTimes parse(String text) throws ProcFormatException {
    LineFields fields = new LineFields(text.lines().findFirst().orElse(""));
    if (!fields.word().equals(LABEL)) {
      throw fields.malformed("no '" + LABEL + "'");
    }
    long all = 0;
    long last = 0;
    for (int field = 0; field < FIELDS; field++) {
      last = fields.decimal(fields.word());
      all += last;
    }
    return new CpuTimes(all, last);
  }

  /** Stolen from all CPUs together since then. */
  public Duration stolenSince(CpuTimes earlier) {
    return TargetProcess.timeOf(stolenTicksSince(earlier));
  }

  /** Stolen since then, of the time of all CPUs: 0 to 1, and 0 when no time has gone by. */
  public double stolenShareSince(CpuTimes earlier) {
    double ticks = (double) all - earlier.all;
    return ticks <= 0 ? 0 : Math.min(1, stolenTicksSince(earlier) / ticks);
  }

  /** Never negative, though a machine that was moved begins anew. */
  private long stolenTicksSince(CpuTimes earlier) {
    return Math.max(0, stolen - earlier.stolen);
  }
}
