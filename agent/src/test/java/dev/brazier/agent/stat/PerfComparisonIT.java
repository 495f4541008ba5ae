package dev.brazier.agent.stat;

import static dev.brazier.agent.stat.Counted.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brazier.agent.record.Workload;
import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.container.process.CpuTimes;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same figures as {@code perf stat}. */
final class PerfComparisonIT {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String PROGRAM =
      Path.of("src/test/workloads/counted.py").toAbsolutePath().toString();
  private static final List<CounterEvent> EVENTS =
      List.of(
          CounterEvent.TASK_CLOCK,
          CounterEvent.PAGE_FAULTS,
          CounterEvent.MINOR_FAULTS,
          CounterEvent.CONTEXT_SWITCHES,
          CounterEvent.CPU_MIGRATIONS);

  @TempDir private Path folder = Path.of("");

  /** Both look at the same process, from before it runs until its end. */
  @Test
  void theSameRunIsCountedTheSame() throws Exception {
    try (Workload program =
        Workload.start("sh", "-c", "kill -STOP $$; exec \"$0\" \"$1\"", PYTHON, PROGRAM)) {
      await(() -> stateOf(program.pid()) == 'T');
      Path output = folder.resolve("perf.csv");
      try (Workload perf = Workload.start(perf(output, "-p", Integer.toString(program.pid())))) {
        await(() -> hasPerfEvents(perf.pid()));
        CompletableFuture<SubjectCounts> counting =
            Counted.begin(StatConfig.defaults().withPids(List.of(program.pid())));
        Thread.sleep(500);
        Workload.run(List.of("kill", "-CONT", Integer.toString(program.pid())));
        SubjectCounts ours = counting.get(3, TimeUnit.MINUTES);
        await(() -> !perf.alive());

        Map<String, Double> theirs = figures(output);
        assertThat(value(ours, CounterEvent.PAGE_FAULTS)).isGreaterThan(8_000);
        assertThat(value(ours, CounterEvent.CONTEXT_SWITCHES)).isGreaterThan(300);
        assertThat(value(ours, CounterEvent.TASK_CLOCK) / 1e6)
            .isCloseTo(figure(theirs, CounterEvent.TASK_CLOCK), withinPercentage(1));
        for (CounterEvent event : EVENTS.subList(1, EVENTS.size())) {
          assertThat((double) value(ours, event)).as("%s", event).isEqualTo(figure(theirs, event));
        }
      }
    }
  }

  /** Each counts a run of its own, from the exec to the end. */
  @Test
  void aCommandIsCountedFromItsExecAsPerfDoes() throws Exception {
    Path output = folder.resolve("perf.csv");
    Workload.run(perf(output, "--", PYTHON, PROGRAM));
    Map<String, Double> theirs = figures(output);

    SubjectCounts ours = Counted.only(StatConfig.defaults().withCommand(List.of(PYTHON, PROGRAM)));

    for (CounterEvent faults : List.of(CounterEvent.PAGE_FAULTS, CounterEvent.MINOR_FAULTS)) {
      assertThat((double) value(ours, faults))
          .isCloseTo(figure(theirs, faults), withinPercentage(2));
    }
  }

  /** The machine decides about these as well, so that no two runs are the same. */
  @Test
  void aCommandsClockAndSwitchesAreThoseThatTheKernelTellsIt() throws Exception {
    Path told = folder.resolve("told");
    CpuTimes machine = Counted.machine();

    SubjectCounts ours =
        Counted.only(StatConfig.defaults().withCommand(List.of(PYTHON, PROGRAM, told.toString())));

    Duration stolen = Counted.machine().stolenSince(machine);
    List<String> figures = Files.readAllLines(told);
    double seconds = Double.parseDouble(figures.get(0));
    double switches = Double.parseDouble(figures.get(1));
    assertThat(value(ours, CounterEvent.TASK_CLOCK) / 1e9)
        .isBetween(0.85 * seconds - 0.05, 1.15 * seconds + 0.05 + stolen.toMillis() / 1e3);
    assertThat((double) value(ours, CounterEvent.CONTEXT_SWITCHES))
        .isBetween(Math.max(300, 0.95 * switches - 20), switches + 20);
  }

  private static List<String> perf(Path output, String... more) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "perf",
                "stat",
                "-x,",
                "-o",
                output.toString(),
                "-e",
                String.join(",", EVENTS.stream().map(CounterEvent::toString).toList())));
    command.addAll(List.of(more));
    return command;
  }

  /** {@code 8.21,msec,task-clock,...}; perf leaves the unit of the others empty. */
  private static Map<String, Double> figures(Path output) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    for (String line : Files.readAllLines(output)) {
      String[] fields = line.split(",", -1);
      if (fields.length > 3 && !line.startsWith("#")) {
        figures.put(fields[2], Double.valueOf(fields[0]));
      }
    }
    return figures;
  }

  private static double figure(Map<String, Double> figures, CounterEvent event) {
    assertThat(figures).containsKey(event.toString());
    return figures.getOrDefault(event.toString(), Double.NaN);
  }

  private static char stateOf(int pid) {
    return ProcRoot.host().stat(pid).found().map(ProcStat::state).orElse('?');
  }

  private static boolean hasPerfEvents(int pid) {
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.filter(PerfComparisonIT::isPerfEvent).count() >= EVENTS.size();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPerfEvent(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("[perf_event]");
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
