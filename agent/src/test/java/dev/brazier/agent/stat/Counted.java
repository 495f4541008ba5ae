package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.container.process.CpuTimes;
import dev.brazier.container.process.ProcRoot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Countings for tests: run on a thread of their own, and asked for one number. */
final class Counted {

  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

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

  /** Ends a counting, which begins now, once there is enough to count: on a busy machine later. */
  static StatReport until(Counting counting, BooleanSupplier enough) throws InterruptedException {
    List<StatReport> reports = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get() && !enough.getAsBoolean()) {
                LockSupport.parkNanos(LOOK_NANOS);
              }
              counting.stop();
            });
    try {
      counting.run(reports::add);
    } finally {
      over.set(true);
      end.join();
    }
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).subjects()).hasSize(1);
    return reports.get(0);
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

  /**
   * The machine's times, to tell what is stolen: a counter's clock runs on while a virtual machine
   * is kept from its CPU, a process's own time does not.
   */
  static CpuTimes machine() {
    return ProcRoot.host().cpuTimes().found().orElseThrow();
  }

  /** On CPUs. */
  static Duration clock(SubjectCounts counts) {
    return Duration.ofNanos(value(counts, CounterEvent.TASK_CLOCK));
  }
}
