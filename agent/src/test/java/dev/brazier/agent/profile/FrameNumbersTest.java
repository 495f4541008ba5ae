package dev.brazier.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile.HotFunction;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameNumbersTest {

  @Test
  void equalFramesHaveOneNumberWhetherOneObjectOrTwo() {
    FrameNumbers numbers = new FrameNumbers();

    assertThat(numbers.number(frame("f"))).isZero();
    assertThat(numbers.number(frame("g"))).isEqualTo(1);
    assertThat(numbers.number(frame("f"))).isZero();
    assertThat(numbers.frames()).containsExactly(frame("f"), frame("g"));
  }

  @Test
  void countsFunctionsAsAPlainMapWouldOverManyRandomStacks() {
    Random random = new Random(5);
    ProfileProcess process = new ProfileProcess(1, 1, "a", ProfileProcess.HOST);
    List<ProfileStack> stacks = new ArrayList<>();
    Map<String, Long> self = new HashMap<>();
    Map<String, Long> total = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      List<ProfileFrame> frames = new ArrayList<>();
      for (int depth = random.nextInt(9); depth > 0; depth--) {
        frames.add(frame("f" + random.nextInt(20)).in(new ModuleFile("/" + random.nextInt(3), "")));
      }
      long samples = 1L + random.nextInt(9);
      stacks.add(new ProfileStack(process, null, frames, samples, StackOutcome.COMPLETE));
      List<String> names = frames.stream().map(ProfileFrame::name).toList();
      new HashSet<>(names).forEach(name -> total.merge(name, samples, Long::sum));
      if (!names.isEmpty()) {
        self.merge(names.get(names.size() - 1), samples, Long::sum);
      }
    }

    List<HotFunction> functions = new HotFunctions(profile(stacks)).stream().toList();

    assertThat(functions).hasSize(total.size());
    for (HotFunction function : functions) {
      String name = function.frame().name();
      assertThat(function.total()).isEqualTo(total.get(name));
      assertThat(function.self()).isEqualTo(self.getOrDefault(name, 0L));
    }
  }

  private static Profile profile(List<ProfileStack> stacks) {
    ProfileFacts.SampleBalance none = new ProfileFacts.SampleBalance(0, 0, 0, 0, 0, 0, Map.of());
    return new Profile(
        new ProfileFacts(
            "", null, Duration.ZERO, "", "", "", 0, SampleWeight.SAMPLES, none, List.of()),
        stacks);
  }

  private static ProfileFrame frame(String name) {
    return ProfileFrame.named(name, Kind.NATIVE, "m");
  }
}
