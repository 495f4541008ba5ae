package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.bpf.Engine;
import dev.brazier.bpf.StackEnd;
import dev.brazier.container.symbol.UnnamedReason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StackOutcomesTest {

  @Test
  void aStackThatStopsWhereItsThreadBeganIsComplete() {
    assertThat(guessed(StackEnd.UNSTATED, named("__libc_start_call_main")))
        .isEqualTo(StackOutcome.COMPLETE);
    assertThat(guessed(StackEnd.BROKEN_CHAIN, named("start_thread")))
        .isEqualTo(StackOutcome.COMPLETE);
  }

  @Test
  void aStackThatStopsElsewhereIsNot() {
    assertThat(guessed(StackEnd.UNSTATED, named("memcpy"))).isEqualTo(StackOutcome.UNSTATED);
    assertThat(guessed(StackEnd.BROKEN_CHAIN, named("memcpy")))
        .isEqualTo(StackOutcome.BROKEN_CHAIN);
    assertThat(guessed(StackEnd.UNSTATED, null)).isEqualTo(StackOutcome.UNSTATED);
  }

  @Test
  void aDepthLimitIsNotTakenForAnEnd() {
    assertThat(guessed(StackEnd.TOO_DEEP, named("main"))).isEqualTo(StackOutcome.TOO_DEEP);
  }

  @Test
  void aFrameWithoutANameIsNoEnd() {
    ProfileFrame unnamed = ProfileFrame.unnamed(Kind.NATIVE, "main", UnnamedReason.STRIPPED);

    assertThat(guessed(StackEnd.UNSTATED, unnamed)).isEqualTo(StackOutcome.UNSTATED);
  }

  @Test
  void aWalkByTablesSaysItselfWhetherItIsComplete() {
    assertThat(byTables(StackEnd.ROOT, named("anything"))).isEqualTo(StackOutcome.COMPLETE);
    assertThat(byTables(StackEnd.BROKEN_CHAIN, named("main"))).isEqualTo(StackOutcome.NOT_CODE);
    assertThat(byTables(StackEnd.NO_TABLE, named("main"))).isEqualTo(StackOutcome.NO_TABLE);
  }

  @Test
  void aThreadsFirstFunctionNeedsNoUnwindInformation() {
    assertThat(byTables(StackEnd.NO_CFI, named("libc_start_main_stage2")))
        .isEqualTo(StackOutcome.COMPLETE);
    assertThat(byTables(StackEnd.NO_CFI, named("memcpy")))
        .isEqualTo(StackOutcome.NO_UNWIND_INFORMATION);
  }

  @Test
  void everyReasonForAnEndHasAnOutcomeOfItsOwn() {
    List<StackOutcome> outcomes =
        Arrays.stream(StackEnd.values()).map(end -> byTables(end, null)).toList();

    assertThat(outcomes).doesNotHaveDuplicates();
  }

  @Test
  void everyOutcomeHasWordsOfItsOwn() {
    assertThat(StackOutcome.values()).extracting(StackOutcome::text).doesNotHaveDuplicates();
  }

  private static StackOutcome guessed(StackEnd end, @Nullable ProfileFrame outermost) {
    return StackOutcomes.of(end, Engine.LOCATED, outermost);
  }

  private static StackOutcome byTables(StackEnd end, @Nullable ProfileFrame outermost) {
    return StackOutcomes.of(end, Engine.TABLES, outermost);
  }

  private static ProfileFrame named(String name) {
    return ProfileFrame.named(name, Kind.NATIVE, "app");
  }
}
