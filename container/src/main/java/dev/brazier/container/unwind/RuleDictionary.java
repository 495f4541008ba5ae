package dev.brazier.container.unwind;

import dev.brazier.container.unwind.RegisterRules.FrameAddress;
import dev.brazier.container.unwind.RegisterRules.Kept;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.util.ArrayList;
import java.util.List;

/** Numbers the rules of one file, and counts the rows for which there is none. */
final class RuleDictionary {
  /** The number of {@link UnwindRule#NO_CFI}. */
  static final int NO_CFI = 0;

  /** The number of {@link UnwindRule#UNSUPPORTED}. */
  static final int UNSUPPORTED = 1;

  /** Libraries have up to 700; all files of a machine share 65,536, which no one file may fill. */
  private static final int MOST_RULES = 1 << 13;

  /** Why a state cannot be a rule; as its number there is -1 - the index. */
  private static final List<String> REFUSALS =
      List.of(
          "an expression for the CFA that is not understood",
          "no CFA",
          "a return address that no rule can express",
          "a stack pointer of the caller that is not the CFA",
          "more different rules than are kept");

  private static final int EXPRESSION = -1;
  private static final int NO_FRAME_ADDRESS = -2;
  private static final int RETURN_ADDRESS = -3;
  private static final int STACK_POINTER = -4;
  private static final int TOO_MANY = -5;

  private final Machine machine;
  private final UnwindRule outermost;
  private final List<UnwindRule> rules = new ArrayList<>();
  private final StateNumbers states = new StateNumbers(MOST_RULES);
  private final int[] ruleOfState = new int[MOST_RULES]; // or a refusal
  private final int[] refused = new int[REFUSALS.size()];
  private int known;

  RuleDictionary(Machine machine) {
    this.machine = machine;
    this.outermost = UnwindRule.outermost(machine.stackPointer);
    number(UnwindRule.NO_CFI);
    number(UnwindRule.UNSUPPORTED);
  }

  /** The rules in the order of their numbers. */
  List<UnwindRule> rules() {
    return List.copyOf(rules);
  }

  /**
   * The number of one of the constants, or of {@link #outermost}. They are told by identity: making
   * a hash of a record takes a fresh JVM 30 ms.
   */
  int number(UnwindRule constant) {
    int found = find(constant);
    return found >= 0 ? found : add(constant);
  }

  /** Whether one of them has been asked for before. */
  boolean knows(UnwindRule constant) {
    return find(constant) >= 0;
  }

  private int find(UnwindRule constant) {
    for (int i = 0; i < rules.size(); i++) {
      if (isSame(rules.get(i), constant)) {
        return i;
      }
    }
    return -1;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(UnwindRule one, UnwindRule other) {
    return one == other;
  }

  /** The rule of code that nobody calls. */
  UnwindRule outermost() {
    return outermost;
  }

  private int add(UnwindRule rule) {
    if (rules.size() == MOST_RULES) {
      return refuse(TOO_MANY);
    }
    rules.add(rule);
    return rules.size() - 1;
  }

  /** The number of the rule that a state means. */
  int number(RegisterRules state) {
    int index = states.number(state);
    if (index < 0) {
      return refuse(TOO_MANY);
    }
    if (index == known) {
      ruleOfState[known++] = translate(state);
    }
    int rule = ruleOfState[index];
    return rule >= 0 ? rule : refuse(rule);
  }

  /** Tells how many rows there is no rule for, and why. */
  void report(Faults faults) {
    for (int i = 0; i < refused.length; i++) {
      if (refused[i] > 0) {
        faults.add(refused[i] + (refused[i] == 1 ? " row with " : " rows with ") + REFUSALS.get(i));
      }
    }
  }

  private int refuse(int refusal) {
    refused[-1 - refusal]++;
    return UNSUPPORTED;
  }

  /** A rule of its own for each state, as different states differ in what rules say. */
  private int translate(RegisterRules state) {
    boolean isOutermost = state.returnAddress == Kept.UNDEFINED;
    FrameAddress cfa = frameAddress(state);
    if (cfa.kind == Cfa.UNSUPPORTED || state.stackPointerMoved) {
      return isOutermost ? number(outermost) : refusal(state);
    }
    return isOutermost || expressible(state.returnAddress) ? add(rule(cfa, state)) : RETURN_ADDRESS;
  }

  private static int refusal(RegisterRules state) {
    if (state.stackPointerMoved) {
      return STACK_POINTER;
    }
    return state.cfaIsExpression ? EXPRESSION : NO_FRAME_ADDRESS;
  }

  /** Without a link register there is no return address that is still where it was. */
  private boolean expressible(Kept returnAddress) {
    return returnAddress != Kept.OTHER
        && (returnAddress != Kept.SAME || machine.returnAddress == Kept.SAME);
  }

  private static FrameAddress frameAddress(RegisterRules state) {
    if (state.cfaIsExpression) {
      return state.expression;
    }
    FrameAddress address = new FrameAddress();
    if (state.cfaRegister >= 0) {
      address.set(Cfa.REGISTER, state.cfaRegister, state.cfaOffset, 0);
    }
    return address;
  }

  private static UnwindRule rule(FrameAddress cfa, RegisterRules state) {
    return new UnwindRule(
        cfa.kind,
        cfa.register,
        cfa.offset,
        cfa.addend,
        saved(state.framePointer),
        state.framePointerOffset,
        saved(state.returnAddress),
        state.returnAddressOffset);
  }

  private static Saved saved(Kept kept) {
    return switch (kept) {
      case SAME -> Saved.SAME;
      case AT_CFA -> Saved.AT_CFA;
      case AT_FRAME_POINTER -> Saved.AT_FRAME_POINTER;
      case IN_REGISTER -> Saved.IN_REGISTER;
      case UNDEFINED, OTHER -> Saved.UNDEFINED;
    };
  }
}
