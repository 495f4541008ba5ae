package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.ReadelfFrames.Row;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says whether a rule means what a row of readelf's shows. */
final class ReadelfRule {
  private static final Pattern PLT =
      Pattern.compile(
          "DW_OP_breg7 \\(rsp\\): 8; DW_OP_breg16 \\(rip\\): 0; DW_OP_lit15; DW_OP_and; "
              + "DW_OP_lit(\\d+); DW_OP_ge; DW_OP_lit3; DW_OP_shl; DW_OP_plus");
  private static final Pattern DEREFERENCE =
      Pattern.compile(
          "DW_OP_breg(\\d+) \\(\\w+\\): (-?\\d+); DW_OP_deref(?:; DW_OP_plus_uconst: (\\d+))?");
  private static final String[] X86_64 = {
    "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13",
    "r14", "r15", "rip",
  };

  private ReadelfRule() {}

  /**
   * What is different, or an empty text.
   *
   * @param expressions those of the function, as text
   */
  static String difference(Row row, UnwindRule rule, ElfMachine machine, Set<String> expressions) {
    boolean arm = machine == ElfMachine.AARCH64;
    boolean inLinkRegister = arm && rule.returnAddress() == Saved.SAME;
    boolean outermost = row.returnAddress().equals("u") && !inLinkRegister;
    if (!outermost && isBeyondRules(row)) {
      return rule.equals(UnwindRule.UNSUPPORTED) ? "" : "a rule where none is possible";
    }
    if (row.cfa().equals("exp")) {
      if (outermost) {
        return rule.isOutermost() ? "" : "return address";
      }
      if (!means(rule, expressions)) {
        return "expression";
      }
      if (rule.equals(UnwindRule.UNSUPPORTED)) {
        return "";
      }
    } else if (!row.cfa().equals(plain(rule, arm))) {
      return "CFA";
    }
    if (!framePointer(row.framePointer(), rule)) {
      return "frame pointer";
    }
    return inLinkRegister || returnAddress(row.returnAddress(), rule) ? "" : "return address";
  }

  /** The caller's stack pointer is not the CFA, or the return address has to be computed. */
  private static boolean isBeyondRules(Row row) {
    return !(row.stackPointer().equals("u") || row.stackPointer().equals("v+0"))
        || row.returnAddress().startsWith("v");
  }

  private static String plain(UnwindRule rule, boolean arm) {
    if (rule.cfa() != Cfa.REGISTER) {
      return rule.cfa().name();
    }
    int register = rule.cfaRegister();
    String name = arm ? "x" + register : X86_64[register];
    return "%s%+d".formatted(arm && register == 31 ? "sp" : name, rule.cfaOffset());
  }

  private static boolean means(UnwindRule rule, Set<String> expressions) {
    for (String expression : expressions) {
      Matcher plt = PLT.matcher(expression);
      Matcher dereference = DEREFERENCE.matcher(expression);
      boolean same =
          switch (rule.cfa()) {
            case PLT -> plt.matches() && rule.cfaOffset() == Integer.parseInt(plt.group(1));
            case DEREFERENCE ->
                dereference.matches()
                    && rule.cfaRegister() == Integer.parseInt(dereference.group(1))
                    && rule.cfaOffset() == Integer.parseInt(dereference.group(2))
                    && rule.cfaAddend() == number(dereference.group(3));
            case UNSUPPORTED -> !plt.matches() && !dereference.matches();
            default -> false;
          };
      if (same) {
        return true;
      }
    }
    return false;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** The text {@code u} stands for a register that was lost and for one not spoken of. */
  private static boolean framePointer(String text, UnwindRule rule) {
    return switch (text.charAt(0)) {
      case 'u' -> rule.framePointer() == Saved.SAME || rule.framePointer() == Saved.UNDEFINED;
      case 's' -> rule.framePointer() == Saved.SAME;
      case 'v' -> rule.framePointer() == Saved.UNDEFINED;
      case 'e' ->
          rule.framePointer() == Saved.AT_FRAME_POINTER || rule.framePointer() == Saved.UNDEFINED;
      default -> saved(text, rule.framePointer(), rule.framePointerOffset());
    };
  }

  private static boolean returnAddress(String text, UnwindRule rule) {
    return switch (text.charAt(0)) {
      case 'u' -> rule.returnAddress() == Saved.UNDEFINED;
      case 'e' -> rule.returnAddress() == Saved.AT_FRAME_POINTER;
      default -> saved(text, rule.returnAddress(), rule.returnAddressOffset());
    };
  }

  private static boolean saved(String text, Saved saved, int offset) {
    boolean atCfa = text.startsWith("c+") || text.startsWith("c-");
    return atCfa
        ? saved == Saved.AT_CFA && Integer.parseInt(text.substring(1)) == offset
        : saved == Saved.IN_REGISTER && text.startsWith("r" + offset + "(");
  }
}
