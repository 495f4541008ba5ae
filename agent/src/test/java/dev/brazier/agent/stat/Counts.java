package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reports as they would be on a machine with hardware counters, made by hand. */
final class Counts {

  static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final Map<CounterEvent, Count> counts = new EnumMap<>(CounterEvent.class);

  static Count.Counted exact(long value) {
    return new Count.Counted(value, 1, false, 0);
  }

  Counts with(CounterEvent event, long value) {
    return with(event, exact(value));
  }

  Counts with(CounterEvent event, Count count) {
    counts.put(event, count);
    return this;
  }

  SubjectCounts of(Subject.Kind kind, String name) {
    return new SubjectCounts(new Subject(kind, name), "2 CPUs", TWO_SECONDS, counts);
  }

  static StatReport report(SubjectCounts... subjects) {
    return new StatReport(
        Instant.parse("2026-01-02T03:04:05Z"),
        Duration.ofSeconds(4),
        TWO_SECONDS,
        List.of(subjects),
        List.of("stopped before its time"));
  }
}
