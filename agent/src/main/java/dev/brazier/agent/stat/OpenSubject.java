package dev.brazier.agent.stat;

import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.bpf.counter.CounterRefusal;
import dev.brazier.bpf.counter.CounterSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A subject with its counters. Enabling and reading many counters takes a while, one after the
 * other; so the length of what was counted is taken from the middle of each.
 */
final class OpenSubject implements AutoCloseable {

  private final Subject subject;
  private final Places places;
  private long middleNanos;

  /**
   * Makes sure that there is something to count: the clocks, which every kernel has.
   *
   * @throws BpfException when the kernel refuses even those; the counters are closed then
   */
  OpenSubject(Subject subject, Places places) {
    this.subject = subject;
    this.places = places;
    CounterRefusal refused = whyNothingIsCounted(places);
    if (refused != null) {
      places.close();
      throw refused.failure("count " + subject.phrase());
    }
  }

  Subject subject() {
    return subject;
  }

  Places places() {
    return places;
  }

  /** Begins to count; a command is enabled by the kernel when it begins. */
  void enable() {
    long begin = System.nanoTime();
    if (subject.kind() != Subject.Kind.COMMAND) {
      places.enable();
    }
    middleNanos = middle(begin);
  }

  /** What was counted since the last time, or since it was enabled. */
  SubjectCounts read() {
    long begin = System.nanoTime();
    var counts = CountSum.read(places.sets());
    long middle = middle(begin);
    Duration length = Duration.ofNanos(middle - middleNanos);
    middleNanos = middle;
    return new SubjectCounts(subject, places.how(), length, counts);
  }

  @Override
  public void close() {
    places.close();
  }

  private static long middle(long begin) {
    return begin + (System.nanoTime() - begin) / 2;
  }

  /** Null when something is counted, or nothing is there to be refused. */
  private static @Nullable CounterRefusal whyNothingIsCounted(Places places) {
    CounterRefusal refused = null;
    for (CounterSet set : places.sets()) {
      CounterRefusal here = set.refusals().get(CounterEvent.CPU_CLOCK);
      if (here == null) {
        return null;
      }
      if (refused == null || here.why() == CounterRefusal.Why.NOT_PERMITTED) {
        refused = here;
      }
    }
    return refused;
  }
}
