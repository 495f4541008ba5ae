package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of user stacks in the samples of the engines without BPF; needs root. */
final class StackCopyIT {
  private static final SamplerConfig FAST = SamplerConfig.defaults().withFrequency(499);
  private static final int STACK_POINTER = 7; // of x86-64

  private final List<StackCopy> copies = new ArrayList<>();

  private void collect(Sampler sampler, int tgid) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    sampler.start();
    while (copies.size() < 50 && System.nanoTime() < end) {
      sampler.await(Duration.ofMillis(20));
      sampler.drain(
          new SampleHandler() {
            @Override
            public void file(FileSighting file) {}

            @Override
            public void sample(SampleView sample) {
              if (sample.tgid() == tgid) {
                sample.stackCopy().map(StackCopy::keep).ifPresent(copies::add);
              }
            }
          });
    }
    sampler.stop();
  }

  @ParameterizedTest
  @EnumSource(names = {"PERF", "OWN"})
  void comeWithEachSampleOfAProcess(Rung rung) throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRung(rung))) {
      assertThat(sampler.facts().stackCopyBytes()).isEqualTo(32 << 10);
      collect(sampler, busy.tgid());
    }

    assertThat(copies)
        .hasSizeGreaterThanOrEqualTo(50)
        .allMatch(copy -> copy.pc() != 0)
        .allMatch(copy -> copy.registers()[STACK_POINTER] % Long.BYTES == 0)
        .allMatch(copy -> copy.size() > 0 && copy.size() == copy.bytes().limit());
  }

  @Test
  void areSmallerWhereTheRingsAre() {
    try (Sampler sampler = Sampler.open(FAST.withRung(Rung.PERF).withRingBytes(8 << 20))) {
      assertThat(sampler.facts().stackCopyBytes()).isLessThan(32 << 10).isGreaterThan(0);
      assertThat(sampler.facts().notes())
          .anyMatch(note -> note.startsWith("samples hold") && note.contains("instead of 32"));
    }
  }

  @Test
  void areNotMadeForFramePointers() throws Exception {
    SamplerConfig config =
        FAST.withRung(Rung.PERF).withUnwinding(Unwinding.FRAME_POINTERS).withFrequency(99);
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(config)) {
      assertThat(sampler.facts().stackCopyBytes()).isZero();
      sampler.start();
      CollectedSamples collected = new CollectedSamples();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 5);
      assertThat(collected.ofProcess(busy.tgid())).isGreaterThan(5);
    }
  }
}
