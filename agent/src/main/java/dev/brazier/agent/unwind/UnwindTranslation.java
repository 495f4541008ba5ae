package dev.brazier.agent.unwind;

import dev.brazier.bpf.CfaRule;
import dev.brazier.bpf.SavedRule;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.WalkRule;
import dev.brazier.container.unwind.UnwindRule;
import dev.brazier.container.unwind.UnwindTable;

/** Says in the kernel program's words what a file's unwind table says. */
final class UnwindTranslation {

  private UnwindTranslation() {}

  /** The rows of a table that has some. */
  static UnwindRows rows(UnwindTable table) {
    long[] offsets = new long[table.rows()];
    char[] rules = new char[table.rows()];
    for (int row = 0; row < offsets.length; row++) {
      offsets[row] = table.offset(row);
      rules[row] = (char) table.rule(row);
    }
    return new UnwindRows(
        offsets, rules, table.rules().stream().map(UnwindTranslation::rule).toList());
  }

  static WalkRule rule(UnwindRule rule) {
    return new WalkRule(
        cfa(rule.cfa()),
        rule.cfaRegister(),
        rule.cfaOffset(),
        rule.cfaAddend(),
        saved(rule.framePointer()),
        rule.framePointerOffset(),
        saved(rule.returnAddress()),
        rule.returnAddressOffset());
  }

  private static CfaRule cfa(UnwindRule.Cfa cfa) {
    return switch (cfa) {
      case UNSUPPORTED -> CfaRule.UNSUPPORTED;
      case NO_CFI -> CfaRule.NO_CFI;
      case REGISTER -> CfaRule.REGISTER;
      case DEREFERENCE -> CfaRule.DEREFERENCE;
      case PLT -> CfaRule.PLT;
      case SIGNAL_FRAME -> CfaRule.SIGNAL_FRAME;
    };
  }

  private static SavedRule saved(UnwindRule.Saved saved) {
    return switch (saved) {
      case SAME -> SavedRule.SAME;
      case AT_CFA -> SavedRule.AT_CFA;
      case UNDEFINED -> SavedRule.UNDEFINED;
      case AT_FRAME_POINTER -> SavedRule.AT_FRAME_POINTER;
      case IN_REGISTER -> SavedRule.IN_REGISTER;
    };
  }
}
