package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.brazier.bpf.counter.CounterEvent;
import org.junit.jupiter.api.Test;

final class StatJsonTest {

  @Test
  void aReportIsOneLineOfTheSchema() {
    SubjectCounts counts =
        new Counts()
            .with(CounterEvent.TASK_CLOCK, 2_500_000_000L)
            .with(CounterEvent.PAGE_FAULTS, new Count.Counted(10, 1, true, 0))
            .with(CounterEvent.CYCLES, new Count.Counted(7_000, 0.5, false, 1))
            .with(CounterEvent.CACHE_MISSES, new Count.Missing("ENOENT", "none here"))
            .of(Subject.Kind.CONTAINER, "we\"b");

    String line = StatJson.line(Counts.report(counts));

    assertThat(line).doesNotContain("\n");
    assertThat(JsonParser.parseString(line))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"schema":"brazier.stat/1","started":"2026-01-02T03:04:05Z","until":4.0,"seconds":2.0,
                 "subjects":[{"kind":"container","name":"we\\"b","counters":"2 CPUs","seconds":2.0,
                  "counts":{
                   "task-clock":{"value":2500000000,"unit":"ns","mode":"all","share":1.0,"cpus":1.25},
                   "page-faults":{"value":10,"unit":"events","mode":"user","share":1.0,"perSecond":5.0},
                   "cycles":{"value":7000,"unit":"events","mode":"all","share":0.5,"placesWithout":1,
                             "gigahertz":2.8E-6}},
                  "missing":{"cache-misses":{"errno":"ENOENT","reason":"none here"}}}],
                 "notes":["stopped before its time"]}
                """));
  }
}
