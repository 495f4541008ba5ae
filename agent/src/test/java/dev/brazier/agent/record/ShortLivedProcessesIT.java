package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hundreds of processes a second that are gone before anybody can look at them. */
final class ShortLivedProcessesIT {

  private static final String STORM =
      "while :; do /bin/true; /bin/uname >/dev/null; /bin/cat /dev/null; done";
  private static final RecordingConfig CONFIG =
      RecordingConfig.defaults().withFrequency(999).withDuration(Duration.ofSeconds(5));
  private static final RecordingConfig ON_TWO_CPUS = CONFIG.withDuration(Duration.ofSeconds(10));

  @Test
  void namesTheFramesOfProcessesThatAreGone() {
    try (Workload first = Workload.start("/bin/sh", "-c", STORM);
        Workload second = Workload.start("/bin/sh", "-c", STORM)) {
      Profile profile =
          PatientRecording.of(ON_TWO_CPUS, () -> first.cpuTime().plus(second.cpuTime()));

      assertThat(first.alive() && second.alive()).isTrue();
      assertThat(shortLived(profile).map(ProfileStack::process).distinct().count())
          .as("distinct short-lived processes sampled")
          .isGreaterThan(100);
      long frames = shortLived(profile).mapToLong(s -> s.samples() * s.frames().size()).sum();
      long unnamed =
          shortLived(profile)
              .mapToLong(
                  stack ->
                      stack.samples()
                          * stack.frames().stream()
                              .filter(ShortLivedProcessesIT::lacksItsName)
                              .count())
              .sum();
      assertThat(unnamed)
          .as("unnamed of %d: %s", frames, profile.unnamed())
          .isLessThan(frames / 50);
    }
  }

  @Test
  void leaksNoFileDescriptors() throws IOException {
    try (Workload storm = Workload.start("/bin/sh", "-c", STORM)) {
      record();
      long before = openFiles();
      record();
      record();

      assertThat(storm.alive()).isTrue();
      assertThat(openFiles()).isLessThanOrEqualTo(before + 2);
    }
  }

  /** Debian strips its programs: that has nothing to do with how long they live. */
  private static boolean lacksItsName(ProfileFrame frame) {
    return frame.unnamed().filter(reason -> reason != UnnamedReason.STRIPPED).isPresent();
  }

  private static Stream<ProfileStack> shortLived(Profile profile) {
    return profile.stacks().stream()
        .filter(
            stack ->
                stack.process().name().equals("true")
                    || stack.process().name().equals("uname")
                    || stack.process().name().equals("cat"));
  }

  private static Profile record() {
    try (Recording recording = Recording.start(CONFIG)) {
      return recording.run();
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
