package dev.brazier.agent.record;

import static dev.brazier.agent.record.Completeness.assertDepth;
import static dev.brazier.agent.record.Completeness.assertWhole;
import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.named;
import static dev.brazier.agent.record.Shares.samples;
import static dev.brazier.agent.record.Shares.through;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes and mappings that come and go faster than anybody can look at them: each process counts
 * from its first sample on.
 */
final class StormCompletenessIT {

  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(999).withDuration(Duration.ofSeconds(8));
  private static final RecordingConfig ON_TWO_CPUS = FAST.withDuration(Duration.ofSeconds(16));

  private static final Predicate<ProfileStack> BUILD =
      named("make", "sh", "gcc", "g++", "cc1", "cc1plus", "as", "collect2", "ld");

  @TempDir Path folder;

  /** The distribution has its classes in an archive; here they are loaded by a first recording. */
  @BeforeAll
  static void loadClasses() {
    record(FAST.withDuration(Duration.ofMillis(500)));
  }

  @Test
  void aParallelBuild() throws IOException {
    writeProject(24);
    String build = "while :; do make -s -B -j4 -C " + folder + "; done";
    try (Workload builder = Workload.start("sh", "-c", build)) {
      Profile profile = PatientRecording.of(ON_TWO_CPUS, builder::cpuTime);

      assertThat(builder.alive()).isTrue();
      assertThat(processes(profile, BUILD)).as("processes sampled").isGreaterThan(30);
      // In eight seconds on a busy machine the first samples of the compiler's programs weigh more
      // than in the bench, which shows what is reached: 98 %.
      assertWhole(profile, BUILD, 95);
      assertNothingLost(profile);
    }
  }

  @Test
  void processesThatLiveForAMillisecond() {
    String storm = "while :; do /bin/true; /bin/uname >/dev/null; /bin/cat /dev/null; done";
    Predicate<ProfileStack> shortLived = named("true", "uname", "cat");
    try (Workload first = Workload.start("sh", "-c", storm);
        Workload second = Workload.start("sh", "-c", storm)) {
      Profile profile =
          PatientRecording.of(ON_TWO_CPUS, () -> first.cpuTime().plus(second.cpuTime()));

      assertThat(first.alive() && second.alive()).isTrue();
      assertThat(processes(profile, shortLived)).as("processes sampled").isGreaterThan(100);
      assertWhole(profile, shortLived.or(named("sh")), 97);
      assertNothingLost(profile);
    }
  }

  @Test
  void mappingsThatChangeDuringTheWalk() {
    Path program = Workload.compileOptimized(folder.resolve("storm"), "mapping_storm.c");
    try (Workload storm = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(ON_TWO_CPUS.withPids(List.of(storm.pid())));

      assertWhole(profile, in(storm.pid()), 99);
      assertDepth(profile, "descend", through("in_thread", "at_bottom"), 15);
      assertThat(samples(profile, through("in_thread", "map_and_unmap"))).isPositive();
      assertNothingLost(profile);
    }
  }

  @Test
  void aProcessThatEndsDuringTheRecording() {
    Path program =
        Workload.compileOptimized(
            folder.resolve("known_depths"), "known_depths.c", "-lm", "-lpthread");
    String eightSecondsOnACpu = "prlimit --cpu=8 " + program + " 600; sleep 1";
    Profile profile = record(FAST.withCommand(List.of("sh", "-c", eightSecondsOnACpu)));

    assertWhole(profile, named("known_depths"), 98);
    assertDepth(profile, "descend", through("main", "at_bottom"), 25);
  }

  /**
   * A program of {@code parts} files in C, which take their compiler little time, and some in C++.
   */
  private void writeProject(int parts) throws IOException {
    StringBuilder objects = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      boolean cpp = i % 6 == 5;
      String text =
          cpp
              ? "#include <string>\nstd::string part%d;\n"
              : "#include <stdio.h>\nvoid part%d(void) { puts(\"\"); }\n";
      Files.writeString(folder.resolve("part" + i + (cpp ? ".cc" : ".c")), text.formatted(i));
      objects.append(" part").append(i).append(".o");
    }
    Files.writeString(folder.resolve("main.c"), "int main(void) { return 0; }\n");
    Files.writeString(
        folder.resolve("Makefile"), "program: main.o" + objects + "\n\tg++ -o $@ $^\n");
  }

  private static long processes(Profile profile, Predicate<ProfileStack> wanted) {
    return profile.stacks().stream().filter(wanted).map(ProfileStack::process).distinct().count();
  }

  private static void assertNothingLost(Profile profile) {
    assertThat(profile.facts().samples().lost()).isZero();
  }

  private static Profile record(RecordingConfig config) {
    try (Recording recording = Recording.start(config)) {
      return recording.run();
    }
  }
}
