package dev.brazier.agent.record;

import static dev.brazier.agent.record.Completeness.assertDepth;
import static dev.brazier.agent.record.Completeness.assertWhole;
import static dev.brazier.agent.record.Shares.in;
import static dev.brazier.agent.record.Shares.innermost;
import static dev.brazier.agent.record.Shares.samples;
import static dev.brazier.agent.record.Shares.through;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
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
 * Programs without frame pointers whose depths are known: nearly every stack is whole, and every
 * whole stack is exact.
 */
final class KnownDepthsUnwindIT {

  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(999).withDuration(Duration.ofSeconds(8));

  @TempDir Path folder;

  /** The distribution has its classes in an archive; here they are loaded by a first recording. */
  @BeforeAll
  static void loadClasses() {
    try (Recording recording = Recording.start(FAST.withDuration(Duration.ofMillis(500)))) {
      recording.run();
    }
  }

  @Test
  void everyKindOfFrameOfC() {
    assertKnownDepths(knownDepths().toString());
  }

  /**
   * musl comes without unwind information: a stack with its code inside is cut, others are whole.
   */
  @Test
  void codeOfOurOwnInAStaticProgramWithMusl() {
    Path program = folder.resolve("musl_storm");
    String source = Workload.SOURCES.resolve("mapping_storm.c").toString();
    Workload.run(List.of("musl-gcc", "-O2", "-static", "-o", program.toString(), source));
    try (Workload musl = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(musl.pid())));

      Predicate<ProfileStack> own = in(musl.pid()).and(innermost("at_bottom"));
      assertWhole(profile, own, 99);
      assertDepth(profile, "descend", own, 15);
    }
  }

  @Test
  void aProgramInAContainerOfAnotherUser() throws IOException {
    Path root = Files.createDirectories(folder.resolve("rootfs"));
    for (String mountPoint : List.of("proc", "dev", "sys")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    Workload.compileOptimized(
        root.resolve("known_depths"), "known_depths.c", "-static", "-lm", "-lpthread");
    List<String> command = List.of("/known_depths", "600");
    try (RuncContainer container =
        RuncContainer.start(folder, "brazier-known-depths", 4321, command)) {
      Profile profile = PatientRecording.of(FAST, container::cpuTime);
      assertKnownDepths(profile, in(container.pid()));
    }
  }

  @Test
  void recursionOfSixHundredFrames() {
    try (Workload deep = Workload.start(knownDepths().toString(), "600", "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(deep.pid())));

      assertWhole(profile, in(deep.pid()), 98);
      assertDepth(profile, "descend", through("main", "at_bottom"), 600);
    }
  }

  @Test
  void recursionBeyondTheLimitIsSaidToBeCut() {
    try (Workload deep = Workload.start(knownDepths().toString(), "600", "3000")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(deep.pid())));

      assertThat(
              profile.stacks().stream()
                  .filter(stack -> stack.outcome() == StackOutcome.TOO_DEEP)
                  .filter(through("at_bottom"))
                  .filter(stack -> stack.frames().size() >= 512))
          .as("%s", Completeness.of(profile, in(deep.pid())))
          .isNotEmpty();
      assertDepth(profile, "descend", through("at_bottom"), 40);
    }
  }

  @Test
  void exceptionsInFlight() {
    Path program = Workload.compileOptimized(folder.resolve("exceptions"), "exceptions.cc");
    try (Workload thrower = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(thrower.pid())));

      assertWhole(profile, in(thrower.pid()), 99);
      assertDepth(profile, "(anonymous namespace)::fall", through("main", "__cxa_throw"), 20);
      assertThat(samples(profile, through("main", "_Unwind_Resume"))).isPositive();
      assertThat(samples(profile, through("main", "(anonymous namespace)::Guard::~Guard")))
          .as("%s", Shares.names(profile))
          .isPositive();
    }
  }

  @Test
  void coroutinesOnStacksOfTheirOwn() {
    Path program = Workload.compileOptimized(folder.resolve("coroutines"), "coroutines.c");
    try (Workload coroutines = Workload.start(program.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(coroutines.pid())));

      assertWhole(profile, in(coroutines.pid()), 99);
      assertDepth(profile, "descend", through("coroutine", "at_bottom"), 12);
      assertThat(samples(profile, through("main", "at_bottom"))).isZero();
    }
  }

  @Test
  void goroutines() {
    try (Workload go = Workload.start(buildWithGo("").toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(go.pid())));

      assertWhole(profile, in(go.pid()), 99);
      assertDepth(profile, "main.descend", through("main.atBottom"), 30);
    }
  }

  /** As most containers hold it: no symbols and no frame information, but Go's own table. */
  @Test
  void goroutinesOfAStrippedProgram() {
    try (Workload go = Workload.start(buildWithGo("-s -w").toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(go.pid())));

      assertWhole(profile, in(go.pid()), 99);
      assertDepth(profile, "main.descend", through("main.atBottom"), 30);
    }
  }

  /** Codes of a library and a program whose files are gone, one removed and one never on a disk. */
  @Test
  void codeOfFilesThatAreGone() {
    Path library =
        Workload.compileOptimized(
            folder.resolve("libgone.so"), "gone_library.c", "-shared", "-fPIC");
    Path program = Workload.compileOptimized(folder.resolve("gone"), "gone.c", "-ldl");
    try (Workload gone = Workload.start(program.toString(), library.toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(gone.pid())));

      assertThat(library).doesNotExist();
      assertWhole(profile, in(gone.pid()), 99);
      assertDepth(profile, "library_descend", through("main", "serve", "library_bottom"), 18);
    }
  }

  private void assertKnownDepths(String program) {
    try (Workload known = Workload.start(program, "600")) {
      assertKnownDepths(PatientRecording.of(FAST.withPids(List.of(known.pid()))), in(known.pid()));
    }
  }

  private static void assertKnownDepths(Profile profile, Predicate<ProfileStack> process) {
    assertWhole(profile, process, 99);
    assertExact(profile, process);
    assertDepth(
        profile, "descend_in_signal", process.and(through("on_signal", "at_signal_bottom")), 7);
    assertThat(samples(profile, process.and(through("main", "on_signal")))).isPositive();
    assertThat(samples(profile, process.and(through("in_thread", "on_signal")))).isPositive();
    assertThat(samples(profile, process.and(through("main", "sort", "compare")))).isPositive();
  }

  private Path buildWithGo(String linkerFlags) {
    Path program = folder.resolve("known_depths_go");
    Workload.run(
        List.of(
            "env",
            "GOCACHE=" + folder.resolve("cache"),
            "go",
            "build",
            "-ldflags=" + linkerFlags,
            "-o",
            program.toString(),
            Workload.SOURCES.resolve("known_depths.go").toString()));
    return program;
  }

  private static void assertExact(Profile profile, Predicate<ProfileStack> process) {
    assertDepth(profile, "descend", process.and(through("main", "at_bottom")), 25);
    assertDepth(profile, "descend", process.and(through("in_thread", "at_bottom")), 40);
  }

  private Path knownDepths() {
    return Workload.compileOptimized(
        folder.resolve("known_depths"), "known_depths.c", "-lm", "-lpthread");
  }
}
