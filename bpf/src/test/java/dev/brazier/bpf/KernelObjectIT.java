package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The running kernel's verifier takes the sampling programs, whichever knobs are set. */
final class KernelObjectIT {
  /** A fifth of what the verifier is willing to look at: room for kernels that look twice. */
  private static final long INSTRUCTIONS_ALLOWED = 200_000;

  private static final Map<String, Long> NO_KNOB = Map.of();
  private static final Map<String, Long> EVERY_KNOB =
      Map.of(
          "include_idle", 1L,
          "filter_tgids", 1L,
          "filter_cgroups", 1L,
          "follow_children", 1L,
          "pidns_inum", 4026531837L,
          "ring_count", 8L,
          "cpu_count", 64L);
  private static final Map<String, Long> NO_STACKS =
      Map.of("include_kernel", 0L, "include_user", 0L);

  static Stream<Arguments> programsAndKnobs() {
    return Stream.of(
            "sample_tables",
            "sample_located",
            "sample_plain",
            "list_mappings",
            "show_mapping",
            "follow_fork",
            "forget_exit")
        .flatMap(
            program ->
                Stream.of(NO_KNOB, EVERY_KNOB, NO_STACKS)
                    .map(knobs -> Arguments.of(program, knobs)));
  }

  @ParameterizedTest
  @MethodSource("programsAndKnobs")
  void passesTheVerifierInReasonableTime(
      String program, Map<String, Long> knobs, TestReporter report) throws IOException {
    try (BpfObject object = BpfObject.open("sample", TestObjects.sample())) {
      object.select(program);
      knobs.forEach(object::set);
      object.load();

      OptionalLong instructions = verifiedInstructions(object.program(program));
      report.publishEntry(program, "instructions verified: " + instructions);
      assertThat(instructions.orElse(1)).isPositive().isLessThan(INSTRUCTIONS_ALLOWED);
    } catch (PermissionRefusedException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  /** Empty before Linux 5.16, which does not tell. */
  private static OptionalLong verifiedInstructions(BpfProgram program) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo/" + program.fd()))) {
      return lines
          .filter(line -> line.startsWith("verified_insns:"))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
          .findFirst();
    }
  }
}
