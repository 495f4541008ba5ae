package dev.brazier.agent.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The truth header: how a profile was taken and what it lacks. What a foreign file does not tell is
 * empty, 0 or null.
 *
 * @param host name of the machine
 * @param startedOrNull wall-clock time of the first moment of sampling
 * @param duration from there to the end of sampling; zero when unknown
 * @param event what was sampled, for example {@code cpu-clock}
 * @param rate for example {@code 99 Hz} or {@code every 1000000 cycles}
 * @param engine which rung of the ladder took the samples, in words
 * @param cpus how many CPUs were sampled
 * @param weight what the counts count
 * @param samples how the samples fared
 * @param notes fallbacks and limits, one sentence each
 */
public record ProfileFacts(
    String host,
    @Nullable Instant startedOrNull,
    Duration duration,
    String event,
    String rate,
    String engine,
    int cpus,
    SampleWeight weight,
    SampleBalance samples,
    List<String> notes) {

  public ProfileFacts {
    notes = List.copyOf(notes);
  }

  /** Facts of samples of which nobody says what they stand for. */
  public ProfileFacts(
      String host,
      Instant started,
      Duration duration,
      String event,
      String rate,
      String engine,
      int cpus,
      SampleBalance samples,
      List<String> notes) {
    this(host, started, duration, event, rate, engine, cpus, SampleWeight.SAMPLES, samples, notes);
  }

  /** Wall-clock time of the first moment of sampling; empty when unknown. */
  public Optional<Instant> started() {
    return Optional.ofNullable(startedOrNull);
  }

  /** Whether Brazier took the samples; if not, the balance and how stacks ended are unknown. */
  public boolean recorded() {
    return !engine.isEmpty();
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
