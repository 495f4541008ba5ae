package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a profile of 100,000 samples in 79,000 different stacks to the finished picture. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SingleShotTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ProfileDrawing {

  private static final int STACKS = 79_000;
  private static final int SAMPLES = 100_000;
  private static final int FUNCTIONS = 12_000;

  private final Profile profile = profile();

  @Benchmark
  public void drawSvg() throws IOException {
    new ProfileWriters(profile).writeSvg(OutputStream.nullOutputStream());
  }

  @Benchmark
  public List<String> summarize() {
    return FactLines.summary(profile);
  }

  private static Profile profile() {
    Random random = new Random(11);
    List<ProfileFrame> functions = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(
          ProfileFrame.named("shop::order::Handler" + i % 97 + "::step_" + i, Kind.NATIVE, "shop"));
    }
    ProfileProcess process = new ProfileProcess(4711, 1, "server", "web");
    List<ProfileStack> stacks = new ArrayList<>();
    List<ProfileFrame> frames = new ArrayList<>();
    for (int i = 0; i < STACKS; i++) {
      int kept = Math.max(0, frames.size() - 1 - random.nextInt(12));
      frames = new ArrayList<>(frames.subList(0, kept));
      int depth = Math.min(40, Math.max(10, kept + 1 + random.nextInt(12)));
      while (frames.size() < depth) {
        frames.add(functions.get(random.nextInt(FUNCTIONS)));
      }
      int samples = i < SAMPLES - STACKS ? 2 : 1;
      stacks.add(new ProfileStack(process, null, frames, samples, StackOutcome.COMPLETE));
    }
    SampleBalance balance = new SampleBalance(SAMPLES, 0, 0, 0, SAMPLES, 0, Map.of());
    ProfileFacts facts =
        new ProfileFacts(
            "bench",
            Instant.EPOCH,
            Duration.ofSeconds(10),
            "cpu-clock",
            "4999 Hz",
            "none",
            2,
            balance,
            List.of());
    return new Profile(facts, stacks);
  }
}
