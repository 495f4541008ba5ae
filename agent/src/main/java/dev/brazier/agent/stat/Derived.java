package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a count means beside the others.
 *
 * @param name as in JSON: {@code cpus}, {@code gigahertz}, {@code perCycle}, {@code shareOfCycles},
 *     {@code shareOfBranches}, {@code shareOfReferences}, {@code shareOfLoads}, {@code perSecond}
 * @param value the number itself; shares are 0 to 1
 * @param text for a person, with its unit
 */
record Derived(String name, double value, String text) {

  /** Of one event; empty where the other count is missing, zero or of another mode of the CPU. */
  static Optional<Derived> of(CounterEvent event, SubjectCounts counts) {
    Optional<Count.Counted> counted = counts.counted(event);
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    Count.Counted count = counted.get();
    return switch (event) {
      case TASK_CLOCK, CPU_CLOCK -> cpus(count, counts.length());
      case CYCLES -> gigahertz(count, counts);
      case INSTRUCTIONS ->
          ratio(count, counts, CounterEvent.CYCLES)
              .map(value -> new Derived("perCycle", value, number("%.2f a cycle", value)));
      case STALLED_CYCLES_FRONTEND, STALLED_CYCLES_BACKEND ->
          share(count, counts, CounterEvent.CYCLES, "shareOfCycles", "cycles");
      case BRANCH_MISSES ->
          share(count, counts, CounterEvent.BRANCHES, "shareOfBranches", "branches");
      case CACHE_MISSES ->
          share(count, counts, CounterEvent.CACHE_REFERENCES, "shareOfReferences", "references");
      case DTLB_LOAD_MISSES ->
          share(count, counts, CounterEvent.DTLB_LOADS, "shareOfLoads", "loads");
      case ITLB_LOAD_MISSES ->
          share(count, counts, CounterEvent.ITLB_LOADS, "shareOfLoads", "loads");
      default -> perSecond(count, counts.length());
    };
  }

  /** Nanoseconds on CPUs in each nanosecond that passed. */
  private static Optional<Derived> cpus(Count.Counted count, Duration length) {
    double value = (double) count.value() / length.toNanos();
    return finite(value).map(cpus -> new Derived("cpus", cpus, number("%.3f CPUs", cpus)));
  }

  /** Cycles in each nanosecond on a CPU; the clock of a whole CPU goes on while that sleeps. */
  private static Optional<Derived> gigahertz(Count.Counted count, SubjectCounts counts) {
    Optional<Count.Counted> clock = counts.counted(CounterEvent.TASK_CLOCK);
    if (counts.subject().wholeCpus() || count.userOnly() || clock.isEmpty()) {
      return Optional.empty();
    }
    return finite((double) count.value() / clock.get().value())
        .map(value -> new Derived("gigahertz", value, number("%.3f GHz", value)));
  }

  private static Optional<Derived> share(
      Count.Counted count, SubjectCounts counts, CounterEvent of, String name, String unit) {
    return ratio(count, counts, of)
        .map(value -> new Derived(name, value, number("%.2f %% of ", 100 * value) + unit));
  }

  private static Optional<Derived> perSecond(Count.Counted count, Duration length) {
    return finite(count.value() / (length.toNanos() / 1e9))
        .map(value -> new Derived("perSecond", value, number("%,.1f /s", value)));
  }

  private static Optional<Double> ratio(
      Count.Counted count, SubjectCounts counts, CounterEvent base) {
    return counts
        .counted(base)
        .filter(of -> of.userOnly() == count.userOnly())
        .flatMap(of -> finite((double) count.value() / of.value()));
  }

  private static Optional<Double> finite(double value) {
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
