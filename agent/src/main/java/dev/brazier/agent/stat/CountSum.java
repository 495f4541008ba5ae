package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.bpf.counter.CounterReading;
import dev.brazier.bpf.counter.CounterRefusal;
import dev.brazier.bpf.counter.CounterSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up one event over the places of a subject; each place is extended by itself. */
final class CountSum {

  static final String STARVED =
      "no register of the CPU was free for it in this time; count longer, or less at once";

  private long value;
  private long enabledNanos;
  private long runningNanos;
  private boolean counted;
  private boolean known;
  private boolean userOnly;
  private int without;
  private @Nullable CounterRefusal refusal;

  /** The counts since the last time. */
  static Map<CounterEvent, Count> read(Collection<CounterSet> sets) {
    Map<CounterEvent, CountSum> sums = new EnumMap<>(CounterEvent.class);
    CounterEvent.all().forEach(event -> sums.put(event, new CountSum()));
    for (CounterSet set : sets) {
      set.read().forEach((event, reading) -> of(sums, event).add(reading));
      set.userOnly().forEach(event -> of(sums, event).userOnly = true);
      set.refusals().forEach((event, refusal) -> of(sums, event).add(refusal));
    }
    Map<CounterEvent, Count> counts = new EnumMap<>(CounterEvent.class);
    sums.forEach((event, sum) -> counts.put(event, sum.count()));
    return counts;
  }

  void add(CounterReading reading) {
    counted = true;
    known |= !reading.starved();
    value += reading.scaled();
    enabledNanos += reading.enabledNanos();
    runningNanos += reading.runningNanos();
  }

  /** A thread that has ended misses nothing. */
  void add(CounterRefusal refused) {
    if (refused.why() != CounterRefusal.Why.NO_SUCH_PLACE) {
      without++;
    }
    if (refusal == null || refusal.why() == CounterRefusal.Why.NO_SUCH_PLACE) {
      refusal = refused;
    }
  }

  Count count() {
    if (known) {
      double share = enabledNanos <= 0 ? 1 : Math.min(1, (double) runningNanos / enabledNanos);
      return new Count.Counted(value, share, userOnly, without);
    }
    if (counted) {
      return new Count.Missing(null, STARVED);
    }
    return refusal == null
        ? new Count.Missing(null, "nothing is left to count")
        : new Count.Missing(refusal.errno(), refusal.reason());
  }

  private static CountSum of(Map<CounterEvent, CountSum> sums, CounterEvent event) {
    return sums.computeIfAbsent(event, missing -> new CountSum());
  }
}
