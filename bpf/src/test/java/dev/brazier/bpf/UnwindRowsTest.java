package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

final class UnwindRowsTest {
  private static final WalkRule RULE =
      new WalkRule(CfaRule.REGISTER, 7, 8, 0, SavedRule.SAME, 0, SavedRule.AT_CFA, -8);
  private static final List<WalkRule> RULES = List.of(RULE, WalkRule.NO_CFI);

  private static UnwindRows rows(long... offsets) {
    char[] rules = new char[offsets.length];
    if (offsets.length > 0) {
      rules[offsets.length - 1] = 1;
    }
    return new UnwindRows(offsets, rules, RULES);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      long[] offsets, char[] rules, List<WalkRule> dictionary) {
    return assertThatThrownBy(() -> new UnwindRows(offsets, rules, dictionary))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsWhichGranulesItCovers() {
    UnwindRows rows = rows(0x1000, 0x13ff, 0x1c00);

    assertThat(rows.size()).isEqualTo(3);
    assertThat(rows.firstGranule()).isEqualTo(4);
    assertThat(rows.granules()).isEqualTo(4);
    assertThat(rows.beginsWithItsGranule()).isTrue();
    assertThat(rows(0x1001, 0x1002).beginsWithItsGranule()).isFalse();
    assertThat(rows(0, (1L << 36) - 1).granules()).isEqualTo(1 << 26);
    assertThat(rows).hasToString("3 unwind rows, 2 rules");
  }

  @Test
  void refusesRowsThatDoNotAscend() {
    assertThatThrownBy(() -> rows(0x10, 0x20, 0x20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unwind row 2 at 0x20 follows one at 0x20");
    assertThatThrownBy(() -> rows(0x10, 0x8)).hasMessageContaining("unwind row 1 at 0x8");
    assertThatThrownBy(() -> rows(-1, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesOffsetsThatAFrameCannotHold() {
    assertThatThrownBy(() -> rows(0, 1L << 36))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unwind row 1 at 0x1000000000 is beyond 2^36");
    assertThatThrownBy(() -> rows(0, Long.MAX_VALUE)).hasMessageContaining("beyond 2^36");
  }

  @Test
  void refusesRulesThatAreNotThere() {
    assertRefused(new long[] {0, 1}, new char[] {2, 1}, RULES)
        .hasMessage("unwind row 0 has rule 2 of 2");
    assertRefused(new long[] {0, 1}, new char[] {0, '\uffff'}, RULES)
        .hasMessage("unwind row 1 has rule 65535 of 2");
    assertRefused(new long[] {0}, new char[1], List.of()).hasMessageContaining("rule 0 of 0");
  }

  @Test
  void refusesRowsThatAreNone() {
    assertRefused(new long[0], new char[0], RULES).hasMessageContaining("0 offsets and 0 rules");
    assertRefused(new long[2], new char[1], RULES).hasMessageContaining("2 offsets and 1 rules");
  }

  @Test
  void refusesAnEndThatIsNotKnownToBeOne() {
    assertRefused(new long[] {0, 1}, new char[] {1, 0}, RULES)
        .hasMessage("the last of the unwind rows is not NO_CFI");
  }

  @Test
  void refusesMoreRulesThanRowsCanTellApart() {
    assertRefused(new long[1], new char[1], Collections.nCopies(65_537, WalkRule.NO_CFI))
        .hasMessageContaining("65537 unwind rules");
    assertThat(
            new UnwindRows(new long[1], new char[1], Collections.nCopies(65_536, WalkRule.NO_CFI)))
        .isNotNull();
  }

  @Test
  void refusesRegistersThatDoNotFit() {
    assertThatThrownBy(
            () -> new WalkRule(CfaRule.REGISTER, 256, 0, 0, SavedRule.SAME, 0, SavedRule.SAME, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("register 256 is not 0 to 255");
  }
}
