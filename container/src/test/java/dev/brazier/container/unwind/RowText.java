package dev.brazier.container.unwind;

import dev.brazier.container.unwind.UnwindRule.Saved;
import java.util.ArrayList;
import java.util.List;

/** Rows as short texts, such as {@code 1004: r7+16 fp cfa-16 ra cfa-8}. */
final class RowText {
  private RowText() {}

  /** All rows of a table; offsets in hexadecimal. */
  static List<String> of(UnwindTable table) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      rows.add(Long.toHexString(table.offset(row)) + ": " + of(table.rules().get(table.rule(row))));
    }
    return rows;
  }

  static String of(UnwindRule rule) {
    String cfa =
        switch (rule.cfa()) {
          case REGISTER -> "r%d%+d".formatted(rule.cfaRegister(), rule.cfaOffset());
          case DEREFERENCE ->
              "*(r%d%+d)%+d".formatted(rule.cfaRegister(), rule.cfaOffset(), rule.cfaAddend());
          case PLT -> "plt " + rule.cfaOffset();
          default -> "";
        };
    return cfa.isEmpty()
        ? rule.cfa().name()
        : "%s fp %s ra %s"
            .formatted(
                cfa,
                of(rule.framePointer(), rule.framePointerOffset()),
                of(rule.returnAddress(), rule.returnAddressOffset()));
  }

  private static String of(Saved saved, int offset) {
    return switch (saved) {
      case SAME -> "same";
      case AT_CFA -> "cfa%+d".formatted(offset);
      case UNDEFINED -> "undefined";
      case AT_FRAME_POINTER -> "*(fp%+d)".formatted(offset);
      case IN_REGISTER -> "r" + offset;
    };
  }
}
