package dev.brazier.agent.record;

import static dev.brazier.agent.record.Completeness.assertDepth;
import static dev.brazier.agent.record.Completeness.assertWhole;
import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.through;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.agent.record.RecordingConfig.Engine;
import dev.brazier.agent.record.RecordingConfig.Unwind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without BPF, stacks of programs without frame pointers are whole too: walked over copies. */
final class StackCopyUnwindIT {

  private static final RecordingConfig PERF =
      RecordingConfig.defaults()
          .withEngine(Engine.PERF)
          .withFrequency(499)
          .withDuration(Duration.ofSeconds(5));

  private static final Pattern WHOLE = Pattern.compile("stacks {4}([0-9.]+) % reached their end");

  @TempDir Path folder;

  private Path exceptions() {
    return Workload.compileOptimized(folder.resolve("exceptions"), "exceptions.cc");
  }

  @ParameterizedTest
  @EnumSource(names = {"PERF", "OWN"})
  void programsOfCppWithExceptionsInFlight(Engine engine) {
    try (Workload program = Workload.start(exceptions().toString(), "600")) {
      Profile profile =
          PatientRecording.of(PERF.withEngine(engine).withPids(List.of(program.pid())));

      assertThat(profile.facts().engine()).contains("copies of stacks (", "unwind tables (");
      assertWhole(profile, in(program.pid()), 95);
      assertDepth(profile, "(anonymous namespace)::fall", through("main", "__cxa_throw"), 20);
    }
  }

  /** Some frames of this one have 70 KB. */
  @Test
  void aStackThatIsLargerThanItsCopyIsSaidToBeCut() {
    Path source =
        Workload.compileOptimized(
            folder.resolve("known_depths"), "known_depths.c", "-lm", "-lpthread");
    try (Workload program = Workload.start(source.toString(), "600")) {
      Profile profile = PatientRecording.of(PERF.withPids(List.of(program.pid())));

      assertThat(profile.stacks())
          .as("%s", Completeness.of(profile, in(program.pid())))
          .filteredOn(in(program.pid()))
          .anyMatch(stack -> stack.outcome() == StackOutcome.NOT_COPIED)
          .anyMatch(stack -> stack.outcome() == StackOutcome.COMPLETE);
    }
  }

  @Test
  void withFramePointersAloneTheyAreNot() {
    try (Workload program = Workload.start(exceptions().toString(), "600")) {
      Profile profile =
          PatientRecording.of(
              PERF.withUnwind(Unwind.FRAME_POINTERS).withPids(List.of(program.pid())));

      assertThat(profile.facts().engine()).contains("frame pointers as asked for");
      assertThat(Completeness.of(profile, in(program.pid())).percent()).isLessThan(50);
    }
  }

  @Test
  void anotherUserWithPerfmonAloneSeesThoseOfItsOwnPrograms() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String program = exceptions().toString();

    CommandRun run =
        Distribution.run(
            Distribution.nobodyWith("perfmon"),
            "record",
            "-o",
            folder.resolve("a.txt").toString(),
            "--",
            "sh",
            "-c",
            "prlimit --cpu=5 " + program + " 600; true");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("engine    perf events without BPF, copies of stacks");
    Matcher whole = WHOLE.matcher(run.err());
    assertThat(whole.find()).as(run.err()).isTrue();
    assertThat(Double.parseDouble(whole.group(1))).as(run.err()).isGreaterThanOrEqualTo(90);
  }
}
