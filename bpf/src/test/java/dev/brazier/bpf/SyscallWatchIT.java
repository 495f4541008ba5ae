package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watches this very process; refused calls are tested where there are containers, in the agent. */
final class SyscallWatchIT {
  private static final int READS = 20_000;
  private static final Targets US =
      Targets.processes(Set.of(Math.toIntExact(ProcessHandle.current().pid())));

  static Stream<Map<String, Long>> knobs() {
    return Stream.of(
        Map.of(),
        Map.of("count_calls", 1L, "only_confined", 0L),
        Map.of("filter_cgroups", 1L, "unwatched_mounts", 4026531840L),
        Map.of(
            "count_calls", 1L,
            "only_confined", 0L,
            "filter_cgroups", 1L,
            "filter_tgids", 1L,
            "follow_children", 1L,
            "unwatched_mounts", 4026531840L,
            "pidns_inum", 4026531837L));
  }

  @ParameterizedTest
  @MethodSource("knobs")
  void theKernelTakesTheProgramsWhicheverKnobsAreSet(Map<String, Long> knobs) throws IOException {
    try (BpfObject object = BpfObject.open("syscalls", TestObjects.syscalls())) {
      knobs.forEach(object::set);
      object.load();
    } catch (PermissionRefusedException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  @Test
  void countsEachCallOfAProcess() throws IOException {
    try (SyscallWatch watch = open(SyscallWatchConfig.uses(US))) {
      watch.start();
      readZeroes();
      watch.stop();

      assertThat(watch.uses())
          .filteredOn(use -> use.number() == numberOfRead())
          .singleElement()
          .satisfies(use -> assertThat(use.count()).isBetween((long) READS, READS + 1000L));
      assertThat(watch.refusals()).isEmpty();
      assertThat(watch.losses().none()).isTrue();
    }
  }

  @Test
  void countsNothingBeforeTheStartAndAfterTheStop() throws IOException {
    try (SyscallWatch watch = open(SyscallWatchConfig.uses(US))) {
      readZeroes();
      assertThat(watch.uses()).isEmpty();

      watch.start();
      watch.stop();
      long before = watch.uses().stream().mapToLong(SyscallUse::count).sum();
      readZeroes();
      assertThat(watch.uses().stream().mapToLong(SyscallUse::count).sum()).isEqualTo(before);
    }
  }

  @Test
  void leavesOutAMountNamespace() throws IOException {
    try (SyscallWatch watch =
        open(SyscallWatchConfig.uses(Targets.all()).withUnwatchedMounts(ourMounts()))) {
      watch.start();
      readZeroes();
      watch.stop();

      assertThat(watch.uses().stream().mapToLong(SyscallUse::count).sum())
          .as("calls of others may be there, but not ours")
          .isLessThan(READS);
    }
  }

  private static SyscallWatch open(SyscallWatchConfig config) {
    try {
      return SyscallWatch.open(config);
    } catch (PermissionRefusedException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static void readZeroes() throws IOException {
    try (InputStream zeroes = new FileInputStream("/dev/zero")) {
      for (int i = 0; i < READS; i++) {
        assertThat(zeroes.read()).isZero();
      }
    }
  }

  private static long ourMounts() throws IOException {
    return (long) Files.getAttribute(Path.of("/proc/self/ns/mnt"), "unix:ino");
  }

  private static int numberOfRead() {
    return Machine.current() == Machine.X86_64 ? 0 : 63;
  }
}
