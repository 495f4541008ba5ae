package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplerIT {
  private static final SamplerConfig FAST = SamplerConfig.defaults().withFrequency(997);

  private final CollectedSamples collected = new CollectedSamples();

  private static void assertCountersAddUp(SamplerCounters counters) {
    assertThat(counters.total(Counter.TICKS))
        .isPositive()
        .isEqualTo(
            counters.total(Counter.IDLE)
                + counters.total(Counter.FILTERED)
                + counters.total(Counter.HIDDEN)
                + counters.total(Counter.SENT)
                + counters.total(Counter.RING_FULL));
  }

  @Test
  void samplesWholeMachineAndLosesNothing() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST)) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 200);
      sampler.stop();
      sampler.drain(collected);

      SamplerCounters counters = sampler.counters();
      assertCountersAddUp(counters);
      assertThat(counters.total(Counter.SENT)).isEqualTo(collected.samples.size());
      assertThat(counters.total(Counter.RING_FULL)).isZero();
      assertThat(counters.malformed()).isZero();
      assertThat(collected.ofProcess(busy.tgid())).isGreaterThan(200);
      assertThat(collected.ofProcess(0)).as("idle").isZero();
      StackSample sample =
          collected.samples.stream().filter(s -> s.tgid() == busy.tgid()).findFirst().orElseThrow();
      assertThat(sample.tid()).isEqualTo(busy.tgid());
      assertThat(sample.comm()).isEqualTo("sh");
      assertThat(sample.processComm()).isEqualTo("sh");
      assertThat(sample.timeNanos()).isBetween(0L, System.nanoTime());
      assertThat(sample.startTimeNanos()).isPositive();
      assertThat(sample.cpu()).isIn(sampler.facts().cpus());
      assertThat(collected.samples)
          .filteredOn(s -> s.end() == StackEnd.TOO_DEEP)
          .allMatch(s -> s.userFrames().count() >= 100);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTO, TABLES", "TABLES, TABLES", "FRAME_POINTERS, LOCATED"})
  void locatesUserFramesInTheFilesThatTheyComeFrom(Unwinding unwinding, Engine engine)
      throws Exception {
    SamplerConfig config = FAST.withUnwinding(unwinding);
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler =
            Sampler.open(config.withTargets(Targets.processes(Set.of(busy.tgid()))))) {
      assertThat(sampler.facts().engine()).isEqualTo(engine);
      assertThat(sampler.tables().isPresent()).isEqualTo(engine == Engine.TABLES);
      assertThat(sampler.facts().notes()).isEmpty();
      sampler.start();
      collected.collect(sampler, () -> collected.samples.size() > 50);
      String shell = Files.readSymbolicLink(Path.of("/proc/" + busy.tgid() + "/exe")).toString();

      FileSighting executable =
          collected.files.stream()
              .filter(file -> shell.endsWith("/" + file.name()))
              .findFirst()
              .orElseThrow();
      assertThat(executable.vmStart()).isLessThan(executable.vmEnd());
      assertThat(executable.tgid()).isEqualTo(busy.tgid());
      assertThat(executable.inode()).isEqualTo(Files.getAttribute(Path.of(shell), "unix:ino"));
      assertThat(collected.samples)
          .filteredOn(StackSample::inUserMode)
          .isNotEmpty()
          .allMatch(sample -> sample.located() && sample.userFrames().count() > 0);
      assertThat(
              collected.samples.stream()
                  .filter(StackSample::inUserMode)
                  .map(sample -> sample.userFrames().word(0))
                  .filter(word -> FrameWord.kind(word) == FrameWord.Kind.FILE)
                  .map(FrameWord::fileId))
          .contains(executable.fileId());
    }
  }

  @Test
  void asksAgainForAFileUntilItIsAnswered() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withTargets(Targets.processes(Set.of(busy.tgid()))))) {
      sampler.start();
      while (collected.files.size() < 2) {
        assertThat(sampler.await(Duration.ofSeconds(10))).isTrue();
        sampler.drain(collected);
      }
      collected.files.forEach(sampler::answered);
      sampler.drain(collected);
      collected.files.forEach(sampler::answered);
      Set<Integer> ids =
          collected.files.stream().map(FileSighting::fileId).collect(Collectors.toSet());
      FileSighting file = collected.files.get(0);
      collected.files.clear();

      sampler.await(Duration.ofMillis(200));
      sampler.drain(collected);
      assertThat(collected.files).noneMatch(again -> again.fileId() == file.fileId());

      sampler.forget(file);
      collected.collect(
          sampler, () -> collected.files.stream().anyMatch(f -> f.fileId() == file.fileId()));
      assertThat(collected.files).anyMatch(again -> again.equals(file));
      assertThat(ids).contains(file.fileId());
    }
  }

  @Test
  void samplesItsTargetsOnly() throws Exception {
    try (BusyProcess first = BusyProcess.spinning();
        BusyProcess second = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withTargets(Targets.processes(Set.of(first.tgid()))))) {
      sampler.start();
      collected.collect(sampler, () -> collected.samples.size() > 50);
      assertThat(collected.samples).hasSizeGreaterThan(50);
      assertThat(collected.samples).allMatch(sample -> sample.tgid() == first.tgid());

      sampler.removeTarget(first.tgid());
      sampler.addTarget(second.tgid());
      sampler.drain(collected);
      collected.samples.clear();
      collected.collect(sampler, () -> collected.ofProcess(second.tgid()) > 20);
      sampler.stop();
      sampler.drain(collected);

      assertThat(collected.ofProcess(second.tgid())).isGreaterThan(20);
      assertThat(sampler.counters().total(Counter.FILTERED)).isPositive();
      assertCountersAddUp(sampler.counters());
    }
  }

  @Test
  void refusesTargetsWhenOpenedForEverything() {
    try (Sampler sampler = Sampler.open(FAST)) {
      assertThatThrownBy(() -> sampler.addTarget(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void followsTheChildrenOfATarget() throws Exception {
    try (BusyProcess parent = BusyProcess.forkingWhenTold();
        Sampler sampler =
            Sampler.open(
                FAST.withTargets(Targets.processes(Set.of(parent.tgid())).withChildren()))) {
      sampler.start();
      parent.tell();
      collected.collect(sampler, () -> spinners(parent).size() >= 3);

      assertThat(spinners(parent)).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  /** Processes other than the parent. */
  private Set<Integer> spinners(BusyProcess parent) {
    return collected.samples.stream()
        .map(StackSample::tgid)
        .filter(tgid -> tgid != parent.tgid())
        .collect(Collectors.toSet());
  }

  @Test
  void samplesACgroupWithItsDescendants() throws Exception {
    try (CgroupDirectory parent = CgroupDirectory.create();
        CgroupDirectory child = parent.below("child");
        BusyProcess inside = BusyProcess.after("echo $$ > " + child.path() + "/cgroup.procs");
        BusyProcess outside = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withTargets(Targets.cgroups(Set.of(parent.inode()))))) {
      sampler.start();
      collected.collect(sampler, () -> collected.samples.size() > 50);

      assertThat(collected.samples)
          .hasSizeGreaterThan(50)
          .allMatch(sample -> sample.tgid() == inside.tgid())
          .allMatch(sample -> sample.tgid() != outside.tgid())
          .allMatch(sample -> sample.cgroupId() == child.inode());
    }
  }

  @Test
  void countsWhatATinyRingLoses() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRingBytes(1))) {
      assertThat(sampler.facts().bytesPerRing()).isLessThanOrEqualTo(64 << 10);
      sampler.start();
      while (sampler.counters().total(Counter.RING_FULL) < 100) {
        assertThat(busy.tgid()).isPositive();
        sampler.await(Duration.ofMillis(50));
      }
      sampler.stop();

      int drained = sampler.drain(collected);

      SamplerCounters counters = sampler.counters();
      assertCountersAddUp(counters);
      assertThat(counters.total(Counter.SENT)).isEqualTo(drained).isPositive();
    }
  }

  @Test
  void leavesOutWhatIsNotAskedFor() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withKernelFrames(false).withUserFrames(false))) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 20);

      assertThat(collected.samples)
          .isNotEmpty()
          .allMatch(s -> s.kernelFrames().count() == 0 && s.userFrames().count() == 0)
          .allMatch(s -> s.end() == StackEnd.NOT_ASKED);
      assertThat(collected.files).isEmpty();
    }
  }

  @Test
  void samplesTheIdleTaskWhenAsked() {
    try (Sampler sampler = Sampler.open(FAST.withIdle(true))) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(0) > 0);
      sampler.stop();

      assertThat(sampler.counters().total(Counter.IDLE)).isZero();
      Assumptions.assumeTrue(
          collected.ofProcess(0) > 0, "no CPU was idle at any tick of ten seconds");
      assertThat(collected.samples)
          .filteredOn(sample -> sample.tgid() == 0)
          .allMatch(sample -> sample.userFrames().count() == 0)
          .allMatch(sample -> sample.comm().startsWith("swapper"));
    }
  }

  @Test
  void startsAgainAfterAStop() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST)) {
      sampler.start();
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 5);
      sampler.stop();
      sampler.stop();
      sampler.drain(collected);
      long ticks = sampler.counters().total(Counter.TICKS);
      sampler.await(Duration.ofMillis(50));
      assertThat(sampler.counters().total(Counter.TICKS)).isEqualTo(ticks);

      collected.samples.clear();
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 5);

      assertThat(collected.ofProcess(busy.tgid())).isGreaterThan(5);
    }
  }

  @Test
  void saysWhichEventIsReallyUsed() {
    try (Sampler sampler = Sampler.open(SamplerConfig.defaults().withEvent(Event.CYCLES))) {
      SamplerFacts facts = sampler.facts();
      if (facts.event() == Event.CPU_CLOCK) {
        assertThat(facts.notes())
            .containsExactly("no hardware counter for cycles here (ENOENT): cpu-clock is used");
      } else {
        assertThat(facts.notes()).isEmpty();
      }
      sampler.start();
    }
  }

  @Test
  void explainsAFrequencyThatTheHostDoesNotAllow() {
    assertThatThrownBy(() -> Sampler.open(FAST.withFrequency(1_000_000_000)))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("EINVAL; kernel.perf_event_max_sample_rate is ");
  }

  @Test
  void leavesNothingBehindAfterFiftyTimes() throws Exception {
    cycle(3);
    List<String> descriptors = OpenDescriptors.ofKernelObjects();
    long mappings = mappings();

    cycle(50);

    assertThat(OpenDescriptors.ofKernelObjects()).isEqualTo(descriptors);
    assertThat(mappings()).isEqualTo(mappings);
  }

  private void cycle(int times) {
    for (int i = 0; i < times; i++) {
      try (Sampler sampler = Sampler.open(FAST)) {
        sampler.start();
        sampler.drain(collected);
      }
    }
  }

  @Test
  void leavesNothingBehindWhenItCannotOpen() throws Exception {
    cycle(3);
    List<String> descriptors = OpenDescriptors.ofKernelObjects();
    Targets tooMany =
        Targets.processes(Stream.iterate(1, i -> i + 1).limit(5000).collect(Collectors.toSet()));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> Sampler.open(FAST.withRung(Rung.BPF).withTargets(tooMany)))
          .isInstanceOf(BpfException.class)
          .hasMessage("update BPF map target_tgids: E2BIG");
    }

    assertThat(OpenDescriptors.ofKernelObjects()).isEqualTo(descriptors);
  }

  private static long mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("bpf"))
        .count();
  }
}
