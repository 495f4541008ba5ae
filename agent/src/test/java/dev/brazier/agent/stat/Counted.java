package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.counter.CounterEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Countings for tests: run on a thread of their own, and asked for one number. */
final class Counted {

  private Counted() {}

  /** Counts and gives the one report of one subject. */
  static SubjectCounts only(StatConfig config) throws InterruptedException {
    try (Counting counting = Counting.start(config)) {
      return only(counting);
    }
  }

  static SubjectCounts only(Counting counting) throws InterruptedException {
    List<StatReport> reports = new ArrayList<>();
    counting.run(reports::add);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).subjects()).hasSize(1);
    return reports.get(0).subjects().get(0);
  }

  /** Begins to count; the counters are open when this returns. */
  static CompletableFuture<SubjectCounts> begin(StatConfig config) {
    Counting counting = Counting.start(config);
    return CompletableFuture.supplyAsync(
        () -> {
          try (counting) {
            return only(counting);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  static long value(SubjectCounts counts, CounterEvent event) {
    return counts
        .counted(event)
        .map(Count.Counted::value)
        .orElseThrow(() -> new AssertionError(event + ": " + counts.counts().get(event)));
  }

  /** On CPUs. */
  static Duration clock(SubjectCounts counts) {
    return Duration.ofNanos(value(counts, CounterEvent.TASK_CLOCK));
  }
}
