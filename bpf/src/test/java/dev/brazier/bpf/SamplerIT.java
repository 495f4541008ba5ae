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

/** Sampling with BPF on this machine; needs root. */
final class SamplerIT {
  private static final SamplerConfig FAST = SamplerConfig.defaults().withFrequency(997);

  private final CollectedSamples collected = new CollectedSamples();

  @Test
  void aStackIsCalledTooDeepOnlyWhenItIsDeep() throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST)) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 200);

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
  void refusesTargetsWhenOpenedForEverything() {
    try (Sampler sampler = Sampler.open(FAST)) {
      assertThatThrownBy(() -> sampler.addTarget(1)).isInstanceOf(IllegalStateException.class);
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
          collected.ofProcess(0) > 0, "no CPU was idle at any tick of half a minute");
      assertThat(collected.samples)
          .filteredOn(sample -> sample.tgid() == 0)
          .allMatch(sample -> sample.userFrames().count() == 0)
          .allMatch(sample -> sample.comm().startsWith("swapper"));
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
