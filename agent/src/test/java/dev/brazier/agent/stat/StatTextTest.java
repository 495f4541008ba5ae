package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.counter.CounterEvent;
import org.junit.jupiter.api.Test;

final class StatTextTest {

  private static final Count ABSENT =
      new Count.Missing("ENOENT", "this machine offers no such hardware counter");

  private static SubjectCounts counts(Subject.Kind kind, String name) {
    return new Counts()
        .with(CounterEvent.TASK_CLOCK, 2_500_000_000L)
        .with(CounterEvent.PAGE_FAULTS, new Count.Counted(1_234_567, 1, true, 0))
        .with(CounterEvent.CYCLES, new Count.Counted(7_000, 0.631, false, 1))
        .with(CounterEvent.CACHE_REFERENCES, ABSENT)
        .with(CounterEvent.CACHE_MISSES, ABSENT)
        .with(CounterEvent.CONTEXT_SWITCHES, new Count.Missing(null, "the kernel is hidden"))
        .of(kind, name);
  }

  @Test
  void aReportHasABlockForEachSubjectAndSaysWhatIsMissing() {
    assertThat(StatText.lines(Counts.report(counts(Subject.Kind.MACHINE, "machine"))))
        .containsExactly(
            "machine: 2 CPUs, 2.000 s",
            "",
            "              2,500.00 ms  task-clock                1.250 CPUs",
            "             1,234,567     page-faults:u             617,283.5 /s",
            "                 7,000     cycles                      (counted 63.1 % of the time,"
                + " extended)  (not on 1 of its CPUs or threads)",
            "  not counted: the kernel is hidden",
            "      context-switches",
            "  not counted: this machine offers no such hardware counter (ENOENT)",
            "      cache-references, cache-misses",
            "",
            "note: stopped before its time");
  }

  @Test
  void anIntervalHasALineForEachCountThatBeginsWithItsTimeAndSubject() {
    StatReport report =
        Counts.report(
            new Counts().with(CounterEvent.PAGE_FAULTS, 8).of(Subject.Kind.CONTAINER, "web"),
            new Counts().with(CounterEvent.PAGE_FAULTS, 2).of(Subject.Kind.PROCESS, "7 nginx"));

    assertThat(StatText.intervalLines(report))
        .containsExactly(
            "     4.000  web                         8     page-faults               4.0 /s",
            "     4.000  7 nginx                     2     page-faults               1.0 /s");
  }

  @Test
  void whatIsMissingIsSaidOnceBeforeTheFirstInterval() {
    assertThat(StatText.intervalHeading(Counts.report(counts(Subject.Kind.CPU, "cpu 0"))))
        .startsWith("# cpu 0: 2 CPUs", "#   not counted: the kernel is hidden")
        .allMatch(line -> line.startsWith("#"));
  }
}
