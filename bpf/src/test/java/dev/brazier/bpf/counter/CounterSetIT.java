package dev.brazier.bpf.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts this very thread, which every user may. */
final class CounterSetIT {

  private static CounterPlace thisThread() throws Exception {
    String link = Files.readSymbolicLink(Path.of("/proc/thread-self")).toString();
    return new CounterPlace.Task(Integer.parseInt(link.substring(link.lastIndexOf('/') + 1)));
  }

  private static CounterSet open(List<CounterEvent> events) throws Exception {
    return CounterSet.open(thisThread(), events, CounterStart.WHEN_ENABLED);
  }

  private static void spin(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void countsTheTimeOfAThreadOnItsCpuSinceTheLastRead() throws Exception {
    try (CounterSet counters =
        open(List.of(CounterEvent.TASK_CLOCK, CounterEvent.CPU_CLOCK, CounterEvent.MINOR_FAULTS))) {
      assertThat(counters.read()).containsEntry(CounterEvent.TASK_CLOCK, CounterReading.ZERO);
      counters.enable();
      spin(200);
      Map<CounterEvent, CounterReading> first = counters.read();
      Map<CounterEvent, CounterReading> second = counters.read();

      assertThat(first)
          .containsOnlyKeys(
              CounterEvent.TASK_CLOCK, CounterEvent.CPU_CLOCK, CounterEvent.MINOR_FAULTS);
      assertThat(clock(first)).isBetween(1_000_000L, 2_000_000_000L);
      assertThat(clock(second)).isLessThan(clock(first));
    }
  }

  private static long clock(Map<CounterEvent, CounterReading> readings) {
    CounterReading clock = readings.getOrDefault(CounterEvent.TASK_CLOCK, CounterReading.ZERO);
    assertThat(Math.abs(clock.value() - clock.enabledNanos())).isLessThan(20_000_000);
    return clock.value();
  }

  @Test
  void everyEventIsCountedOrRefusedWithItsReason() throws Exception {
    try (CounterSet counters = open(CounterEvent.all())) {
      counters.enable();
      Map<CounterEvent, CounterReading> readings = counters.read();

      for (CounterEvent event : CounterEvent.all()) {
        assertThat(readings.containsKey(event))
            .as("%s", event)
            .isNotEqualTo(counters.refusals().containsKey(event));
      }
      assertThat(counters.refusals().values())
          .allSatisfy(
              refusal -> {
                assertThat(refusal.errno()).startsWith("E");
                assertThat(refusal.reason()).isNotBlank();
              });
      assertThat(readings).containsKeys(CounterEvent.TASK_CLOCK, CounterEvent.PAGE_FAULTS);
    }
  }

  @Test
  void aThreadThatIsNotThereIsNoSuchPlace() {
    try (CounterSet counters =
        CounterSet.open(
            new CounterPlace.Task(4_194_303),
            List.of(CounterEvent.TASK_CLOCK),
            CounterStart.WHEN_ENABLED)) {
      assertThat(counters.refusals().get(CounterEvent.TASK_CLOCK))
          .isNotNull()
          .satisfies(
              refusal -> {
                assertThat(refusal.errno()).isEqualTo("ESRCH");
                assertThat(refusal.why()).isEqualTo(CounterRefusal.Why.NO_SUCH_PLACE);
              });
    }
  }

  @Test
  void closesWhatItOpened() throws Exception {
    long before = perfEvents();
    CounterSet counters = open(CounterEvent.all());
    assertThat(perfEvents()).isGreaterThan(before);

    counters.close();
    counters.close();

    assertThat(perfEvents()).isEqualTo(before);
  }

  private static long perfEvents() throws Exception {
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(CounterSetIT::isPerfEvent).count();
    }
  }

  private static boolean isPerfEvent(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[perf_event]");
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
