package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of sampling with BPF and without; needs root. */
final class EveryRungIT {
  private static final SamplerConfig FAST = SamplerConfig.defaults().withFrequency(997);

  private final CollectedSamples collected = new CollectedSamples();

  private static void assertCountersAddUp(SamplerCounters counters) {
    assertThat(counters.malformed()).isZero();
    assertThat(counters.total(Counter.TICKS))
        .isPositive()
        .isEqualTo(
            counters.total(Counter.IDLE)
                + counters.total(Counter.FILTERED)
                + counters.total(Counter.HIDDEN)
                + counters.total(Counter.SENT)
                + counters.total(Counter.RING_FULL));
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void samplesAProcessWithItsNameAndItsStart(Rung rung) throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRung(rung))) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 200);
      sampler.stop();
      sampler.drain(collected);

      assertCountersAddUp(sampler.counters());
      assertThat(sampler.counters().total(Counter.SENT)).isEqualTo(collected.samples.size());
      assertThat(sampler.counters().total(Counter.RING_FULL)).isZero();
      assertThat(collected.ofProcess(0)).as("idle").isZero();
      StackSample sample =
          collected.samples.stream().filter(s -> s.tgid() == busy.tgid()).findFirst().orElseThrow();
      assertThat(sample.tid()).isEqualTo(busy.tgid());
      assertThat(sample.comm()).isEqualTo("sh");
      assertThat(sample.processComm()).isEqualTo("sh");
      assertThat(sample.timeNanos()).isBetween(0L, System.nanoTime());
      assertThat(sample.startTimeNanos()).isPositive();
      assertThat(sample.cpu()).isIn(sampler.facts().cpus());
      assertThat(collected.samples.stream().anyMatch(s -> s.kernelFrames().count() > 0))
          .isEqualTo(rung != Rung.OWN);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void samplesItsTargetsOnly(Rung rung) throws Exception {
    try (BusyProcess first = BusyProcess.spinning();
        BusyProcess second = BusyProcess.spinning();
        Sampler sampler =
            Sampler.open(
                FAST.withRung(rung).withTargets(Targets.processes(Set.of(first.tgid()))))) {
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
      assertThat(collected.ofProcess(first.tgid())).isZero();
      assertThat(sampler.counters().total(Counter.FILTERED)).isPositive();
      assertCountersAddUp(sampler.counters());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void followsTheChildrenOfATarget(Rung rung) throws Exception {
    try (BusyProcess parent = BusyProcess.forkingWhenTold();
        Sampler sampler =
            Sampler.open(
                FAST.withRung(rung)
                    .withTargets(Targets.processes(Set.of(parent.tgid())).withChildren()))) {
      sampler.start();
      parent.tell();
      collected.collect(sampler, () -> spinners(parent).size() >= 3);

      assertThat(spinners(parent)).hasSizeGreaterThanOrEqualTo(3);
      assertThat(collected.samples)
          .extracting(StackSample::comm)
          .isSubsetOf("sh", "timeout")
          .contains("sh");
    }
  }

  /** Processes other than the parent. */
  private Set<Integer> spinners(BusyProcess parent) {
    return collected.samples.stream()
        .map(StackSample::tgid)
        .filter(tgid -> tgid != parent.tgid())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void samplesACgroupWithItsDescendants(Rung rung) throws Exception {
    try (CgroupDirectory parent = CgroupDirectory.create();
        CgroupDirectory child = parent.below("child");
        BusyProcess inside = BusyProcess.after("echo $$ > " + child.path() + "/cgroup.procs");
        BusyProcess outside = BusyProcess.spinning();
        Sampler sampler =
            Sampler.open(
                FAST.withRung(rung).withTargets(Targets.cgroups(Set.of(parent.inode()))))) {
      sampler.start();
      collected.collect(sampler, () -> collected.samples.size() > 50);

      assertThat(collected.samples)
          .hasSizeGreaterThan(50)
          .allMatch(sample -> sample.tgid() == inside.tgid())
          .allMatch(sample -> sample.tgid() != outside.tgid())
          .allMatch(sample -> sample.cgroupId() == child.inode());
    }
  }

  /** Drained seldom, it loses most; without BPF that is told with the next record that fits. */
  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void countsWhatATinyRingLoses(Rung rung) throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRung(rung).withRingBytes(1))) {
      assertThat(sampler.facts().bytesPerRing())
          .isLessThanOrEqualTo(rung == Rung.BPF ? 64 << 10 : 4096);
      sampler.start();
      for (int i = 0; i < 150 && sampler.counters().total(Counter.RING_FULL) < 100; i++) {
        assertThat(busy.tgid()).isPositive();
        Thread.sleep(200);
        // While it waits it looks for processes that came after it started, such as the busy one.
        sampler.await(Duration.ofMillis(1));
        sampler.drain(collected);
      }
      sampler.stop();
      sampler.drain(collected);

      SamplerCounters counters = sampler.counters();
      assertCountersAddUp(counters);
      assertThat(counters.total(Counter.RING_FULL)).isGreaterThanOrEqualTo(100);
      assertThat(counters.total(Counter.SENT)).isEqualTo(collected.samples.size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF"})
  void leavesOutWhatIsNotAskedFor(Rung rung) throws Exception {
    SamplerConfig config = FAST.withRung(rung).withKernelFrames(false).withUserFrames(false);
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(config)) {
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 20);

      assertThat(collected.samples)
          .isNotEmpty()
          .allMatch(s -> s.kernelFrames().count() == 0 && s.userFrames().count() == 0)
          .allMatch(s -> s.end() == StackEnd.NOT_ASKED);
      assertThat(collected.files).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF", "OWN"})
  void startsAgainAfterAStop(Rung rung) throws Exception {
    try (BusyProcess busy = BusyProcess.spinning();
        Sampler sampler = Sampler.open(FAST.withRung(rung))) {
      sampler.start();
      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 5);
      sampler.stop();
      sampler.stop();
      sampler.drain(collected);
      long ticks = sampler.counters().total(Counter.TICKS);
      collected.samples.clear();
      sampler.await(Duration.ofMillis(50));
      sampler.drain(collected);
      assertThat(sampler.counters().total(Counter.TICKS)).isEqualTo(ticks);
      assertThat(collected.samples).isEmpty();

      sampler.start();
      collected.collect(sampler, () -> collected.ofProcess(busy.tgid()) > 5);

      assertThat(collected.ofProcess(busy.tgid())).isGreaterThan(5);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BPF", "PERF"})
  void explainsAFrequencyThatTheHostDoesNotAllow(Rung rung) {
    assertThatThrownBy(() -> Sampler.open(FAST.withRung(rung).withFrequency(1_000_000_000)))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("EINVAL; kernel.perf_event_max_sample_rate is ");
  }
}
