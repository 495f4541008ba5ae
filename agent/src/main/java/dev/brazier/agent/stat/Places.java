package dev.brazier.agent.stat;

import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.counter.CounterSet;
import java.util.List;

/** Where the counters of a subject sit. */
interface Places extends AutoCloseable {

  /** The counters there are now, not yet counting when they were just opened. */
  List<CounterSet> sets();

  /**
   * Begins to count.
   *
   * @throws BpfException when the kernel refuses
   */
  default void enable() {
    sets().forEach(CounterSet::enable);
  }

  /** Looks for what has come since the last time, and counts that too. */
  default void refresh() {}

  /** For a person: {@code 8 CPUs}. */
  String how();

  @Override
  default void close() {
    sets().forEach(CounterSet::close);
  }
}
