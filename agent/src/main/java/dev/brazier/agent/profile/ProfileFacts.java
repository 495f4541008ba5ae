package dev.brazier.agent.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The truth header: how a profile was taken and what it lacks.
 *
 * @param host name of the machine
 * @param started wall-clock time of the first moment of sampling
 * @param duration from there to the end of sampling
 * @param event what was sampled, for example {@code cpu-clock}
 * @param rate for example {@code 99 Hz} or {@code every 1000000 cycles}
 * @param engine which rung of the ladder took the samples, in words
 * @param cpus how many CPUs were sampled
 * @param samples how the samples fared
 * @param notes fallbacks and limits, one sentence each
 */
public record ProfileFacts(
    String host,
    Instant started,
    Duration duration,
    String event,
    String rate,
    String engine,
    int cpus,
    SampleBalance samples,
    List<String> notes) {

  public ProfileFacts {
    notes = List.copyOf(notes);
  }

  /**
   * Where the samples went: {@code wanted = received + lost}.
   *
   * @param ticks times the timer fired, on idle CPUs and outside the targets too
   * @param idle ticks on an idle CPU, left out
   * @param outsideTargets ticks in a process that was not asked for
   * @param hidden ticks in a process that this PID namespace cannot see
   * @param received samples in the profile
   * @param lost samples that found their ring full
   * @param lostByCpu the lost ones by CPU number; CPUs without loss are left out
   */
  public record SampleBalance(
      long ticks,
      long idle,
      long outsideTargets,
      long hidden,
      long received,
      long lost,
      Map<Integer, Long> lostByCpu) {

    public SampleBalance {
      lostByCpu = Map.copyOf(lostByCpu);
    }

    /** Samples that the targets should have given. */
    public long wanted() {
      return received + lost;
    }
  }
}
