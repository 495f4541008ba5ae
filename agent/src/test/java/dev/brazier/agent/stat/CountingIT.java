package dev.brazier.agent.stat;

import static dev.brazier.agent.stat.Counted.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.agent.record.RecordingException;
import dev.brazier.agent.record.RuncContainer;
import dev.brazier.agent.record.Workload;
import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.container.process.CpuTimes;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts real processes, containers and commands; what they did is known from {@code /proc}. */
final class CountingIT {

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String SPIN = "while :; do :; done";
  private static final StatConfig SIX_SECONDS =
      StatConfig.defaults().withDuration(Duration.ofSeconds(6));

  private static final StatConfig LONG = StatConfig.defaults().withDuration(Duration.ofMinutes(4));

  @TempDir Path folder;

  @Test
  void everyCpuOfTheMachineIsCounted() throws Exception {
    SubjectCounts whole = Counted.only(SIX_SECONDS);
    int cpus = Runtime.getRuntime().availableProcessors();

    assertThat(whole.subject().kind()).isEqualTo(Subject.Kind.MACHINE);
    assertThat((double) value(whole, CounterEvent.CPU_CLOCK) / whole.length().toNanos())
        .isBetween(0.9 * cpus, 1.1 * cpus);
    assertThat(value(whole, CounterEvent.CONTEXT_SWITCHES)).isPositive();
  }

  @Test
  void anIntervalIsReportedEachTimeAndCpuByCpu() throws Exception {
    List<StatReport> reports = new ArrayList<>();
    StatConfig config =
        StatConfig.defaults()
            .withDuration(Duration.ofSeconds(5))
            .withInterval(Duration.ofSeconds(2))
            .withPerCpu(true);
    try (Counting counting = Counting.start(config)) {
      counting.run(reports::add);
    }

    assertThat(reports).hasSize(3);
    assertThat(reports.get(2).until()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(reports.get(2).length()).isLessThan(Duration.ofSeconds(2));
    for (StatReport report : reports) {
      assertThat(report.subjects())
          .hasSize(Runtime.getRuntime().availableProcessors())
          .allSatisfy(
              cpu ->
                  assertThat((double) value(cpu, CounterEvent.CPU_CLOCK) / cpu.length().toNanos())
                      .isBetween(0.8, 1.2));
    }
  }

  @Test
  void childrenThatAreForkedLaterAreCountedWithTheirProcess() throws Exception {
    String fork = "while :; do timeout 0.2 sh -c '" + SPIN + "'; done";
    try (Workload forking = Workload.start("sh", "-c", fork)) {
      StatConfig config = LONG.withPids(List.of(forking.pid()));
      SubjectCounts counts = untilOnCpu(Duration.ofSeconds(2), forking::cpuTime, config);

      assertThat(Counted.clock(counts)).isGreaterThan(Duration.ofMillis(200));
      assertThat(value(counts, CounterEvent.PAGE_FAULTS)).isGreaterThan(100);
    }
  }

  @Test
  void everyThreadOfAProcessIsCountedOnceThoseToComeToo() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    Thread early = spinning(7_500);
    CompletableFuture<SubjectCounts> counting = Counted.begin(SIX_SECONDS.withPids(List.of(self)));
    Duration before = cpuTime(self);
    CpuTimes machine = Counted.machine();
    Thread late = spinning(6_000);
    SubjectCounts counts = counting.get(2, TimeUnit.MINUTES);
    Duration spent = cpuTime(self).minus(before);
    Duration stolen = Counted.machine().stolenSince(machine);
    early.join();
    late.join();

    // The tests' own start and end lie between the two looks at /proc.
    assertThat(Counted.clock(counts))
        .isBetween(spent.multipliedBy(75).dividedBy(100).minusMillis(50), most(spent, stolen));
  }

  @Test
  void theCountingEndsWithTheLastProcessThatWasAskedFor() throws Exception {
    try (Workload program = Workload.start("sleep", "600")) {
      List<StatReport> reports = new ArrayList<>();
      try (Counting counting =
          Counting.start(StatConfig.defaults().withPids(List.of(program.pid())))) {
        CompletableFuture<Void> end = CompletableFuture.runAsync(program::close);
        counting.run(reports::add);
        end.join();
      }
      assertThat(reports).hasSize(1);
      assertThat(reports.get(0).length()).isLessThan(Duration.ofSeconds(5));
      assertThat(reports.get(0).notes())
          .contains("ended early: no process that was asked for is left");
    }
  }

  @Test
  void aContainerIsCountedByItsCgroup() throws Exception {
    try (RuncContainer container = busybox("brazier-stat", SPIN)) {
      Duration before = cpuTime(container.pid());
      CpuTimes machine = Counted.machine();
      StatConfig config = LONG.withContainers(List.of("brazier-stat"));
      SubjectCounts counts = untilOnCpu(Duration.ofSeconds(2), container::cpuTime, config);
      Duration spent = cpuTime(container.pid()).minus(before);
      Duration stolen = Counted.machine().stolenSince(machine);

      assertThat(counts.how()).startsWith("cgroup ");
      assertThat(counts.subject()).isEqualTo(new Subject(Subject.Kind.CONTAINER, "brazier-stat"));
      assertThat(Counted.clock(counts)).isGreaterThan(Duration.ofMillis(100));
      assertThat(Counted.clock(counts)).isLessThan(most(spent, stolen));
    }
  }

  @Test
  void aCgroupThatTheKernelCannotCountIsCountedByItsThreadsAndThoseThatJoin() throws Exception {
    Path hierarchy = Path.of("/sys/fs/cgroup/pids");
    Path cgroup = hierarchy.resolve("brazier-joined");
    Assumptions.assumeTrue(Files.isDirectory(hierarchy), "no cgroup v1 is mounted");
    try (RuncContainer container = busybox("brazier-joined", "sleep 600")) {
      StatReport report;
      try (Counting counting = Counting.start(LONG.withCgroups(List.of(cgroup.toString())));
          Workload joined =
              Workload.start(
                  "runc", "exec", container.name(), "busybox", "sh", "-c", "(" + SPIN + ")")) {
        Duration joinedByThen = Duration.ofSeconds(4);
        report = Counted.until(counting, () -> joined.cpuTime().compareTo(joinedByThen) >= 0);
      }
      SubjectCounts counts = report.subjects().get(0);

      assertThat(counts.how()).contains("threads and what they start");
      assertThat(report.notes())
          .anySatisfy(note -> assertThat(note).contains("new processes join within a second"));
      assertThat((double) Counted.clock(counts).toMillis())
          .as("one spinning process, counted once")
          .isBetween(300.0, 1.1 * counts.length().toMillis());
    }
  }

  @Test
  void aCommandThatFailsToStartOrAProcessThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Counting.start(StatConfig.defaults().withPids(List.of(4_194_303))))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("count process 4194303: there is none");
    assertThatThrownBy(
            () -> Counting.start(StatConfig.defaults().withContainers(List.of("nowhere"))))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("count container 'nowhere': no such container");
    assertThatThrownBy(
            () -> Counting.start(StatConfig.defaults().withCommand(List.of("no-such-command"))))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("no such program in PATH");
  }

  /** Counts until what is counted has been on CPUs for so long more. */
  private static SubjectCounts untilOnCpu(
      Duration more, Supplier<Duration> cpuTime, StatConfig config) throws InterruptedException {
    try (Counting counting = Counting.start(config)) {
      Duration enough = cpuTime.get().plus(more);
      return Counted.until(counting, () -> cpuTime.get().compareTo(enough) >= 0).subjects().get(0);
    }
  }

  private RuncContainer busybox(String name, String script) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("rootfs/bin"));
    for (String mountPoint : List.of("proc", "dev", "sys")) {
      Files.createDirectories(folder.resolve("rootfs").resolve(mountPoint));
    }
    Files.copy(BUSYBOX, programs.resolve("busybox"));
    return RuncContainer.start(folder, name, 0, List.of("busybox", "sh", "-c", script));
  }

  private static Thread spinning(long millis) {
    Thread thread =
        new Thread(
            () -> {
              long end = System.nanoTime() + millis * 1_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
            });
    thread.start();
    return thread;
  }

  /** The most that a counter's clock may show for time that a process has spent. */
  private static Duration most(Duration spent, Duration stolen) {
    return spent.multipliedBy(115).dividedBy(100).plusMillis(50).plus(stolen);
  }

  private static Duration cpuTime(int pid) {
    return TargetProcess.timeOf(ProcRoot.host().stat(pid).found().orElseThrow().cpuTicks());
  }
}
