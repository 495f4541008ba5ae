package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.counter.CounterEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DerivedTest {

  private static final SubjectCounts COMMAND =
      new Counts()
          .with(CounterEvent.TASK_CLOCK, 3_000_000_000L)
          .with(CounterEvent.PAGE_FAULTS, 500)
          .with(CounterEvent.CYCLES, 9_000_000_000L)
          .with(CounterEvent.INSTRUCTIONS, 13_500_000_000L)
          .with(CounterEvent.STALLED_CYCLES_BACKEND, 900_000_000L)
          .with(CounterEvent.BRANCHES, 2_000)
          .with(CounterEvent.BRANCH_MISSES, 50)
          .with(CounterEvent.CACHE_REFERENCES, 1_000)
          .with(CounterEvent.CACHE_MISSES, 333)
          .with(CounterEvent.DTLB_LOADS, 1_000_000)
          .with(CounterEvent.DTLB_LOAD_MISSES, 100)
          .of(Subject.Kind.COMMAND, "make");

  @ParameterizedTest
  @CsvSource({
    "TASK_CLOCK,             cpus,              1.5,    1.500 CPUs",
    "PAGE_FAULTS,            perSecond,         250,    250.0 /s",
    "CYCLES,                 gigahertz,         3,      3.000 GHz",
    "INSTRUCTIONS,           perCycle,          1.5,    1.50 a cycle",
    "STALLED_CYCLES_BACKEND, shareOfCycles,     0.1,    10.00 % of cycles",
    "BRANCHES,               perSecond,         1000,   '1,000.0 /s'",
    "BRANCH_MISSES,          shareOfBranches,   0.025,  2.50 % of branches",
    "CACHE_MISSES,           shareOfReferences, 0.333,  33.30 % of references",
    "DTLB_LOAD_MISSES,       shareOfLoads,      0.0001, 0.01 % of loads",
  })
  void aCountMeansSomethingBesideTheOthers(
      CounterEvent event, String name, double value, String text) {
    assertThat(Derived.of(event, COMMAND)).contains(new Derived(name, value, text));
  }

  @Test
  void nothingIsDerivedFromAnEventThatIsMissing() {
    SubjectCounts counts =
        new Counts()
            .with(CounterEvent.CYCLES, new Count.Missing("ENOENT", "no such counter"))
            .with(CounterEvent.INSTRUCTIONS, 5)
            .of(Subject.Kind.PROCESS, "1 init");

    assertThat(Derived.of(CounterEvent.CYCLES, counts)).isEmpty();
    assertThat(Derived.of(CounterEvent.INSTRUCTIONS, counts)).isEmpty();
    assertThat(Derived.of(CounterEvent.ITLB_LOAD_MISSES, counts)).isEmpty();
  }

  @Test
  void nothingIsDividedByZero() {
    SubjectCounts counts =
        new Counts()
            .with(CounterEvent.CACHE_REFERENCES, 0)
            .with(CounterEvent.CACHE_MISSES, 0)
            .of(Subject.Kind.PROCESS, "1 init");

    assertThat(Derived.of(CounterEvent.CACHE_MISSES, counts)).isEmpty();
  }

  @Test
  void countsOfDifferentModesAreNotHeldAgainstEachOther() {
    SubjectCounts counts =
        new Counts()
            .with(CounterEvent.CYCLES, 10)
            .with(CounterEvent.INSTRUCTIONS, new Count.Counted(5, 1, true, 0))
            .of(Subject.Kind.PROCESS, "1 init");

    assertThat(Derived.of(CounterEvent.INSTRUCTIONS, counts)).isEmpty();
  }

  @Test
  void theClockOfAWholeCpuTellsNoFrequencyOfItsCycles() {
    SubjectCounts counts =
        new Counts()
            .with(CounterEvent.TASK_CLOCK, 2_000_000_000L)
            .with(CounterEvent.CYCLES, 10)
            .of(Subject.Kind.MACHINE, "machine");

    assertThat(Derived.of(CounterEvent.CYCLES, counts)).isEmpty();
  }
}
