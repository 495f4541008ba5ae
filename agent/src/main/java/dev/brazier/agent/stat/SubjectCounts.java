package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * All counts of one subject in one while.
 *
 * @param how where its counters sit, for a person: {@code 8 CPUs}, {@code cgroup /a on 8 CPUs},
 *     {@code 12 threads}
 * @param length for how long
 * @param counts one for every event, in the order of the events
 */
public record SubjectCounts(
    Subject subject, String how, Duration length, Map<CounterEvent, Count> counts) {

  public SubjectCounts {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** The count of an event; empty when it is missing. */
  public Optional<Count.Counted> counted(CounterEvent event) {
    return counts.get(event) instanceof Count.Counted counted
        ? Optional.of(counted)
        : Optional.empty();
  }
}
