package dev.brazier.agent.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.CfaRule;
import dev.brazier.bpf.SavedRule;
import dev.brazier.bpf.WalkRule;
import dev.brazier.container.unwind.UnwindRule;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UnwindTranslationTest {

  @ParameterizedTest
  @EnumSource
  void aRuleForTheFrameAddressKeepsItsMeaningAndNumbers(Cfa cfa) {
    WalkRule rule =
        UnwindTranslation.rule(
            new UnwindRule(cfa, 7, 16, 8, Saved.AT_CFA, -16, Saved.UNDEFINED, 3));

    assertThat(rule)
        .isEqualTo(
            new WalkRule(
                CfaRule.valueOf(cfa.name()),
                7,
                16,
                8,
                SavedRule.AT_CFA,
                -16,
                SavedRule.UNDEFINED,
                3));
  }

  @ParameterizedTest
  @EnumSource
  void whereRegistersAreSavedKeepsItsMeaning(Saved saved) {
    WalkRule rule =
        UnwindTranslation.rule(new UnwindRule(Cfa.REGISTER, 7, 8, 0, saved, 1, saved, 2));

    assertThat(rule.fp()).isEqualTo(SavedRule.valueOf(saved.name()));
    assertThat(rule.ra()).isEqualTo(rule.fp());
  }
}
