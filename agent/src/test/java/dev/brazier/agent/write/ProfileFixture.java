package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small profiles for tests. */
final class ProfileFixture {

  private ProfileFixture() {}

  static Profile profile(SampleBalance samples, ProfileStack... stacks) {
    ProfileFacts facts =
        new ProfileFacts(
            "testhost",
            Instant.parse("2026-11-21T10:15:30Z"),
            Duration.ofMillis(10_040),
            "cpu-clock",
            "99 Hz",
            "BPF",
            2,
            samples,
            List.of("a note"));
    return new Profile(facts, Arrays.asList(stacks));
  }

  static SampleBalance balance(long received, long lost) {
    Map<Integer, Long> byCpu = lost == 0 ? Map.of() : Map.of(1, lost);
    return new SampleBalance(received + lost, 0, 0, 0, received, lost, byCpu);
  }

  static ProfileStack stack(ProfileProcess process, long samples, ProfileFrame... frames) {
    return new ProfileStack(process, null, List.of(frames), samples, StackOutcome.COMPLETE);
  }

  static ProfileProcess process(int pid, String name, String container) {
    return new ProfileProcess(pid, 1, name, container);
  }

  static ProfileFrame frame(String name) {
    return ProfileFrame.named(name, Kind.NATIVE, "app");
  }

  static ProfileFrame kernel(String name) {
    return ProfileFrame.named(name, Kind.KERNEL, "[kernel]");
  }
}
