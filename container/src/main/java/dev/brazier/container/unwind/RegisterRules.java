package dev.brazier.container.unwind;

import dev.brazier.container.unwind.UnwindRule.Cfa;

/** The state of the machine that runs call frame instructions: where the registers are now. */
final class RegisterRules {
  /** How the CFA is computed, with all an expression can give. */
  static final class FrameAddress {
    Cfa kind = Cfa.UNSUPPORTED;
    int register;
    int offset;
    int addend;

    void set(Cfa kind, int register, int offset, int addend) {
      this.kind = kind;
      this.register = register;
      this.offset = offset;
      this.addend = addend;
    }
  }

  /** Where a register of the caller is; the last one stands for all that no rule can say. */
  enum Kept {
    SAME(0),
    AT_CFA(1),
    UNDEFINED(2),
    AT_FRAME_POINTER(3),
    IN_REGISTER(4),
    OTHER(5);

    /** A number of three bits. */
    final int code;

    Kept(int code) {
      this.code = code;
    }
  }

  /** The register and offset that were set last by an instruction without an expression. */
  int cfaRegister = -1;

  int cfaOffset;

  /** The expression that replaces them while {@link #cfaIsExpression}. */
  boolean cfaIsExpression;

  final FrameAddress expression = new FrameAddress();

  Kept framePointer = Kept.SAME;
  int framePointerOffset;
  Kept returnAddress = Kept.OTHER;
  int returnAddressOffset;

  /** The caller's stack pointer is something else than the CFA, as in setcontext. */
  boolean stackPointerMoved;

  /** The state before any instruction of a CIE. */
  void reset(Machine machine) {
    cfaRegister = -1;
    cfaOffset = 0;
    cfaIsExpression = false;
    framePointer = Kept.SAME;
    framePointerOffset = 0;
    returnAddress = machine.returnAddress;
    returnAddressOffset = 0;
    stackPointerMoved = false;
  }

  void copy(RegisterRules other) {
    cfaRegister = other.cfaRegister;
    cfaOffset = other.cfaOffset;
    cfaIsExpression = other.cfaIsExpression;
    if (cfaIsExpression) {
      FrameAddress its = other.expression;
      expression.set(its.kind, its.register, its.offset, its.addend);
    }
    framePointer = other.framePointer;
    framePointerOffset = other.framePointerOffset;
    returnAddress = other.returnAddress;
    returnAddressOffset = other.returnAddressOffset;
    stackPointerMoved = other.stackPointerMoved;
  }
}
