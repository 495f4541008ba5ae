package dev.brazier.agent.record;

import dev.brazier.container.process.CpuTimes;
import dev.brazier.container.process.ProcRoot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of a while a hypervisor kept the machine from its CPUs ("steal"). Nothing runs then, no
 * sample is taken, and the clocks of the machine go on: what was measured must say so.
 */
public final class StolenTime {

  private static final double WORTH_TELLING = 0.01;

  private final ProcRoot proc;
  private final Optional<CpuTimes> before;

  private StolenTime(ProcRoot proc) {
    this.proc = proc;
    this.before = proc.cpuTimes().found();
  }

  /** Looks from now on. */
  public static StolenTime from(ProcRoot proc) {
    return new StolenTime(proc);
  }

  /**
   * What is to be said of the while until now: one sentence, or none when next to nothing was
   * stolen, or when it is unknown.
   *
   * @param effect of it on what was measured
   */
  public List<String> note(String effect) {
    double share =
        before
            .flatMap(then -> proc.cpuTimes().found().map(now -> now.stolenShareSince(then)))
            .orElse(0.0);
    if (share < WORTH_TELLING) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "the hypervisor kept this machine from its CPUs for %.1f %% of their time (steal): %s",
            100 * share,
            effect));
  }
}
