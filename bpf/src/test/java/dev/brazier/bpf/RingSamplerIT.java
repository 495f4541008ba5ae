package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engines without BPF on this machine; needs root. */
final class RingSamplerIT {
  private static final SamplerConfig FAST = SamplerConfig.defaults().withFrequency(997);

  private final CollectedSamples collected = new CollectedSamples();

  @ParameterizedTest
  @EnumSource(names = {"PERF", "OWN"})
  void userFramesAreAddressesOfTheProcess(Rung rung) throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRung(rung))) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 20);

      assertThat(sampler.facts().engine().name()).isEqualTo(rung.name());
      assertThat(collected.samples)
          .filteredOn(StackSample::inUserMode)
          .isNotEmpty()
          .allMatch(s -> s.userFrames().count() > 0 && !s.located())
          .allMatch(
              s -> s.userFrames().words().allMatch(w -> FrameWord.kind(w) == FrameWord.Kind.USER))
          .allMatch(s -> s.userFrames().words().allMatch(w -> FrameWord.runtimeAddress(w) != 0));
    }
  }

  @Test
  void findsProcessesOfThisUserThatComeLater() throws Exception {
    try (Sampler sampler = Sampler.open(FAST.withRung(Rung.OWN))) {
      sampler.start();
      // Not a child of ours: it is found by looking.
      Process setsid =
          new ProcessBuilder("sh", "-c", "setsid timeout 20 sh -c 'while :; do :; done' & echo $!")
              .start();
      int stranger = Integer.parseInt(setsid.inputReader().readLine());
      collected.collect(
          sampler,
          () -> collected.samples.stream().filter(s -> s.comm().equals("sh")).count() > 100);
      ProcessHandle.of(stranger).ifPresent(ProcessHandle::destroy);

      assertThat(collected.samples).anyMatch(s -> s.comm().equals("sh"));
    }
  }

  @Test
  void neverSamplesAThreadTwice() throws Exception {
    try (BusyProcess parent = BusyProcess.forkingWhenTold();
        Sampler sampler = Sampler.open(FAST.withRung(Rung.OWN))) {
      sampler.start();
      parent.tell();
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      while (System.nanoTime() < end) {
        sampler.await(Duration.ofMillis(20));
        sampler.drain(collected);
      }
      sampler.stop();
      sampler.drain(collected);

      int cpus = sampler.facts().cpus().size();
      assertThat(collected.samples).hasSizeLessThan((int) (3.2 * 997 * cpus));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PERF", "OWN"})
  void leavesNothingBehindAfterTwentyTimes(Rung rung) throws Exception {
    cycle(rung, 2);
    List<String> descriptors = OpenDescriptors.ofKernelObjects();

    cycle(rung, 20);

    assertThat(OpenDescriptors.ofKernelObjects()).isEqualTo(descriptors);
  }

  private void cycle(Rung rung, int times) {
    for (int i = 0; i < times; i++) {
      try (Sampler sampler = Sampler.open(FAST.withRung(rung))) {
        sampler.start();
        sampler.drain(collected);
      }
    }
  }
}
