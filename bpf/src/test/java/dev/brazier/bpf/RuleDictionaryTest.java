package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleDictionaryTest {
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(3 * 24).order(ByteOrder.LITTLE_ENDIAN);
  private final RuleDictionary rules = new RuleDictionary(memory);

  private static WalkRule rule(int offset) {
    return new WalkRule(CfaRule.REGISTER, 7, offset, 0, SavedRule.SAME, 0, SavedRule.AT_CFA, -8);
  }

  @Test
  void writesEveryField() {
    rules.numberOf(rule(8));

    WalkRule everything =
        new WalkRule(
            CfaRule.DEREFERENCE, 200, -2, 3, SavedRule.IN_REGISTER, 12, SavedRule.UNDEFINED, 5);
    assertThat((int) rules.numberOf(everything)).isEqualTo(1);
    assertThat(memory.getInt(24)).isEqualTo(-2);
    assertThat(memory.getInt(28)).isEqualTo(3);
    assertThat(memory.getInt(32)).isEqualTo(12);
    assertThat(memory.getInt(36)).isEqualTo(5);
    assertThat(memory.getInt(40)).isEqualTo(3 | 200 << 8 | 4 << 16 | 2 << 24);
    assertThat(memory.getInt(44)).isZero();
  }

  @Test
  void givesEqualRulesOneNumber() {
    assertThat(rules.numbersOf(List.of(rule(8), rule(16), rule(8))))
        .containsExactly((char) 0, (char) 1, (char) 0);
    assertThat(rules.numbersOf(List.of(rule(16), rule(24)))).containsExactly((char) 1, (char) 2);
    assertThat(rules.size()).isEqualTo(3);
  }

  @Test
  void countsWhatItDoesNotKnow() {
    rules.numberOf(rule(8));

    assertThat(rules.unknown(List.of(rule(8), rule(16), rule(16), rule(24)))).isEqualTo(2);
    assertThat(rules.unknown(List.of(rule(8)))).isZero();
  }

  @Test
  void refusesMoreThanFit() {
    assertThat(rules.capacity()).isEqualTo(3);
    rules.numbersOf(List.of(rule(8), rule(16), rule(24)));

    assertThatThrownBy(() -> rules.numberOf(rule(32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 unwind rules");
    assertThat((int) rules.numberOf(rule(24))).isEqualTo(2);
  }

  @Test
  void takesNoMoreThanARowCanTellApart() {
    assertThat(new RuleDictionary(ByteBuffer.allocateDirect(65_537 * 24)).capacity())
        .isEqualTo(65_536);
  }

  @Test
  void tellsRulesApartByEveryField() {
    RuleDictionary many = new RuleDictionary(ByteBuffer.allocateDirect(100 * 24));
    SavedRule saved = SavedRule.AT_CFA;
    List<WalkRule> different =
        List.of(
            new WalkRule(CfaRule.REGISTER, 7, 8, 0, saved, 0, saved, -8),
            new WalkRule(CfaRule.DEREFERENCE, 7, 8, 0, saved, 0, saved, -8),
            new WalkRule(CfaRule.REGISTER, 6, 8, 0, saved, 0, saved, -8),
            new WalkRule(CfaRule.REGISTER, 7, 16, 0, saved, 0, saved, -8),
            new WalkRule(CfaRule.REGISTER, 7, 8, 1, saved, 0, saved, -8),
            new WalkRule(CfaRule.REGISTER, 7, 8, 0, SavedRule.SAME, 0, saved, -8),
            new WalkRule(CfaRule.REGISTER, 7, 8, 0, saved, 1, saved, -8),
            new WalkRule(CfaRule.REGISTER, 7, 8, 0, saved, 0, SavedRule.SAME, -8),
            new WalkRule(CfaRule.REGISTER, 7, 8, 0, saved, 0, saved, -16));

    assertThat(many.numbersOf(different)).doesNotHaveDuplicates();
    assertThat(different).doesNotHaveDuplicates();
    assertThat(rule(8)).isEqualTo(rule(8)).hasSameHashCodeAs(rule(8)).isNotEqualTo("a rule");
  }
}
