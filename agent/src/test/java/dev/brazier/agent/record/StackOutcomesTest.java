package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.bpf.StackEnd;
import dev.brazier.container.symbol.UnnamedReason;
import org.junit.jupiter.api.Test;

final class StackOutcomesTest {

  @Test
  void aStackThatStopsWhereItsThreadBeganIsComplete() {
    assertThat(StackOutcomes.of(StackEnd.UNSTATED, named("__libc_start_call_main")))
        .isEqualTo(StackOutcome.COMPLETE);
    assertThat(StackOutcomes.of(StackEnd.BROKEN_CHAIN, named("start_thread")))
        .isEqualTo(StackOutcome.COMPLETE);
  }

  @Test
  void aStackThatStopsElsewhereIsNot() {
    assertThat(StackOutcomes.of(StackEnd.UNSTATED, named("memcpy")))
        .isEqualTo(StackOutcome.UNSTATED);
    assertThat(StackOutcomes.of(StackEnd.BROKEN_CHAIN, named("memcpy")))
        .isEqualTo(StackOutcome.BROKEN_CHAIN);
    assertThat(StackOutcomes.of(StackEnd.UNSTATED, null)).isEqualTo(StackOutcome.UNSTATED);
  }

  @Test
  void aDepthLimitIsNotTakenForAnEnd() {
    assertThat(StackOutcomes.of(StackEnd.TOO_DEEP, named("main"))).isEqualTo(StackOutcome.TOO_DEEP);
  }

  @Test
  void aFrameWithoutANameIsNoEnd() {
    ProfileFrame unnamed = ProfileFrame.unnamed(Kind.NATIVE, "main", UnnamedReason.STRIPPED);

    assertThat(StackOutcomes.of(StackEnd.UNSTATED, unnamed)).isEqualTo(StackOutcome.UNSTATED);
  }

  private static ProfileFrame named(String name) {
    return ProfileFrame.named(name, Kind.NATIVE, "app");
  }
}
