package dev.brazier.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import dev.brazier.flamegraph.input.InputFormat;
import dev.brazier.flamegraph.input.InputOptions;
import dev.brazier.flamegraph.input.InputOrigin;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputStack;
import dev.brazier.flamegraph.input.Selection;
import dev.brazier.flamegraph.input.StackInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ForeignProfileTest {

  private static final InputOrigin WORKER =
      new InputOrigin("web", "nginx", OptionalInt.of(7), "worker", OptionalInt.of(71));
  private static final Frame MAIN = new Frame("main", FrameKind.NATIVE, "nginx");
  private static final Frame READ = new Frame("vfs_read", FrameKind.KERNEL, "[kernel]");

  @Test
  void countsEqualStacksOfAThreadTogether() {
    ForeignProfile foreign = new ForeignProfile(false);
    foreign.stack(stack(WORKER, 2, OptionalLong.empty()));
    foreign.stack(stack(WORKER, 3, OptionalLong.empty()));
    foreign.stack(stack(InputOrigin.UNKNOWN, 1, OptionalLong.empty()));

    Profile profile = foreign.profile(report(), List.of("a note"));

    assertThat(profile.stacks()).extracting(ProfileStack::samples).containsExactly(5L, 1L);
    assertThat(profile.stacks().get(0).process().container()).isEqualTo("web");
    assertThat(profile.stacks().get(0).thread().orElseThrow().tid()).isEqualTo(71);
    assertThat(profile.stacks().get(0).frames().get(1).kind()).isEqualTo(Kind.KERNEL);
    assertThat(profile.facts().notes()).containsExactly("a note");
  }

  @Test
  void inventsNothing() {
    ForeignProfile foreign = new ForeignProfile(true);
    foreign.stack(stack(InputOrigin.UNKNOWN, 1, OptionalLong.empty()));

    Profile profile = foreign.profile(report(), List.of());

    assertThat(profile.facts().recorded()).isFalse();
    assertThat(profile.facts().started()).isEmpty();
    assertThat(profile.timeline()).isEmpty();
    assertThat(profile.stacks().get(0).thread()).isEmpty();
    assertThat(profile.stacks().get(0).process().knownPid()).isEmpty();
    assertThat(profile.stacks().get(0).outcome()).isEqualTo(StackOutcome.NOT_TOLD);
  }

  @Test
  void keepsTheTimesThatTheFileTells() {
    ForeignProfile foreign = new ForeignProfile(true);
    foreign.stack(stack(WORKER, 2, OptionalLong.of(5_000)));
    foreign.stack(stack(InputOrigin.UNKNOWN, 1, OptionalLong.empty()));
    foreign.stack(stack(WORKER, 4, OptionalLong.of(2_000)));

    Profile profile = foreign.profile(report(), List.of());

    assertThat(profile.timeline().orElseThrow().size()).isEqualTo(2);
    assertThat(profile.timeline().orElseThrow().nanos(1)).isEqualTo(3_000);
    assertThat(profile.timeline().orElseThrow().count(0)).isEqualTo(4);
    assertThat(profile.facts().duration()).isEqualTo(Duration.ofNanos(3_000));
    assertThat(profile.facts().started()).as("perf's clock begins with the machine").isEmpty();
  }

  @Test
  void sumsThatAreTooLargeSaturate() {
    ForeignProfile foreign = new ForeignProfile(false);
    foreign.stack(stack(WORKER, Long.MAX_VALUE, OptionalLong.empty()));
    foreign.stack(stack(WORKER, Long.MAX_VALUE, OptionalLong.empty()));

    assertThat(foreign.profile(report(), List.of()).samples()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void takesWhatPerfPrints() throws IOException {
    String perf = "burn 7/71 [001] 1.5: 250000 cpu-clock: \n\t 11b6 hot (/usr/bin/burn)\n\n";
    ForeignProfile foreign = new ForeignProfile(true);
    InputReport report =
        StackInput.read(
            new ByteArrayInputStream(perf.getBytes(StandardCharsets.UTF_8)),
            InputOptions.DEFAULT,
            foreign);

    Profile profile = foreign.profile(report, List.of());

    assertThat(profile.facts().event()).isEqualTo("cpu-clock");
    assertThat(profile.facts().weight().nanosPerCount()).isEqualTo(1);
    assertThat(profile.samples()).isEqualTo(250_000);
    assertThat(profile.stacks().get(0).process().pid()).isEqualTo(7);
  }

  private static InputStack stack(InputOrigin origin, long count, OptionalLong nanos) {
    return new InputStack(List.of(MAIN, READ), count, origin, nanos);
  }

  private static InputReport report() {
    return new InputReport(
        InputFormat.PERF,
        "cycles",
        "samples",
        "sample",
        3,
        3,
        0,
        List.of(),
        Map.of(),
        Selection.all(3),
        List.of());
  }
}
