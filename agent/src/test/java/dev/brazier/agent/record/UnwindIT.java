package dev.brazier.agent.record;

import static dev.brazier.agent.record.Shares.samples;
import static dev.brazier.agent.record.Shares.through;
import static dev.brazier.agent.record.Shares.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.agent.record.RecordingConfig.Unwind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks stacks of code that keeps no frame pointers, and says so where that cannot be. */
final class UnwindIT {

  private static final RecordingConfig FAST =
      RecordingConfig.defaults().withFrequency(499).withDuration(Duration.ofSeconds(4));

  @TempDir Path folder;

  @Test
  void programsWithoutFramePointersAreWholeFromTheFirstSampleOn() {
    try (Workload tree = Workload.start(withoutFramePointers().toString(), "600")) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(tree.pid())));

      assertThat(profile.facts().engine()).startsWith("BPF, unwind tables (");
      assertThat(profile.samples()).isGreaterThan(300);
      assertThat(complete(profile)).as("%s", profile.outcomes()).isGreaterThan(0.99);
      assertThat(samples(profile, through("_start", "main", "serve", "parse")))
          .as("%s", Shares.names(profile))
          .isGreaterThan(profile.samples() / 2);
    }
  }

  @Test
  void aCommandIsWholeTooThoughNothingOfItRanBefore() {
    List<String> threeSecondsOnACpu =
        List.of("prlimit", "--cpu=3", withoutFramePointers().toString());
    try (Recording recording = Recording.start(FAST.withCommand(threeSecondsOnACpu))) {
      Profile profile = recording.run();

      assertThat(profile.samples()).isGreaterThan(300);
      assertThat(complete(profile)).as("%s", profile.outcomes()).isGreaterThan(0.98);
    }
  }

  @Test
  void framePointersAloneCutThemAndTheProfileSaysSo() {
    try (Workload tree = Workload.start(withoutFramePointers().toString(), "600")) {
      Profile profile =
          PatientRecording.of(FAST.withUnwind(Unwind.FRAME_POINTERS).withPids(List.of(tree.pid())));

      assertThat(profile.facts().engine()).startsWith("BPF, frame pointers as asked for");
      assertThat(complete(profile)).as("%s", profile.outcomes()).isLessThan(0.5);
    }
  }

  @Test
  void aFileThatWasDeletedIsWalkedLikeAnyOther() throws IOException {
    Path program = withoutFramePointers();
    try (Workload tree = Workload.start(program.toString(), "600")) {
      Files.delete(program);

      Profile profile = PatientRecording.of(FAST.withPids(List.of(tree.pid())));

      assertThat(complete(profile)).as("%s", profile.outcomes()).isGreaterThan(0.99);
    }
  }

  @Test
  void aMalformedFileIsNamedAndItsStacksAreCounted() {
    Path program = Workload.compile(folder.resolve("garbage_elf"), "garbage_elf.c");
    Path garbage = folder.resolve("garbage.so");
    try (Workload loop = Workload.start(program.toString(), garbage.toString())) {
      Profile profile = PatientRecording.of(FAST.withPids(List.of(loop.pid())));

      long refused = profile.outcomes().getOrDefault(StackOutcome.TABLE_REFUSED, 0L);
      assertThat(refused).as("%s", profile.outcomes()).isGreaterThan(profile.samples() * 9 / 10);
      assertThat(profile.facts().notes())
          .anyMatch(
              note ->
                  note.startsWith("1 file has malformed unwind information")
                      && note.contains("garbage.so: "));
      assertThat(samples(profile, with(frame -> frame.module().equals("garbage.so"))))
          .isGreaterThan(profile.samples() * 9 / 10);
    }
  }

  @Test
  void withLittleMemoryTablesTakeTurnsAndNothingIsLostSilently() {
    List<Workload> running = new ArrayList<>();
    try {
      running.add(Workload.start(withoutFramePointers().toString(), "600"));
      running.add(Workload.start("python3", Workload.SOURCES.resolve("busy.py").toString()));
      running.add(Workload.start("node", Workload.SOURCES.resolve("busy.js").toString()));
      running.add(Workload.start("openssl", "speed", "-seconds", "600", "sha256"));
      Profile profile =
          PatientRecording.of(
              FAST.withDuration(Duration.ofSeconds(8))
                  .withUnwindBytes(RecordingConfig.LEAST_UNWIND_BYTES)
                  .withPids(running.stream().map(Workload::pid).toList()));

      SampleBalance balance = profile.facts().samples();
      assertThat(balance.lost()).isZero();
      assertThat(profile.samples()).isEqualTo(balance.received());
      assertThat(profile.outcomes()).containsKey(StackOutcome.TABLE_REFUSED);
      assertThat(profile.facts().notes()).anyMatch(note -> note.contains("--unwind-memory=1M"));
      long treeComplete = samples(profile, stack -> stack.process().name().equals("nofp")) * 9 / 10;
      assertThat(samples(profile, through("_start", "main", "serve")))
          .as("a small program fits in any case: %s", profile.facts().notes())
          .isGreaterThan(treeComplete);
    } finally {
      running.forEach(Workload::close);
    }
  }

  private Path withoutFramePointers() {
    return Workload.compile(folder.resolve("nofp"), "known_tree.c", "-O2", "-fomit-frame-pointer");
  }

  private static double complete(Profile profile) {
    return (double) profile.outcomes().getOrDefault(StackOutcome.COMPLETE, 0L) / profile.samples();
  }
}
