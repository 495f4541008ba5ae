package dev.brazier.container.unwind;

import org.jspecify.annotations.Nullable;

/**
 * How the caller's registers follow from those of a frame. The caller's stack pointer is the CFA.
 *
 * <p>Registers are DWARF numbers of the machine the file is for. x86-64: 6 rbp, 7 rsp, 16 the
 * return address. AArch64: 29 the frame pointer, 31 sp, 30 the link register. Numbers that a rule
 * does not use are 0, so that equal rules are equal records.
 *
 * @param cfa how the CFA is computed
 * @param cfaRegister the register it is computed from, 0 to 255
 * @param cfaOffset what is added to the register, in bytes; the threshold for {@link Cfa#PLT}
 * @param cfaAddend what is added after reading memory, in bytes
 * @param framePointer where the caller's frame pointer is
 * @param framePointerOffset in bytes; a register number for {@link Saved#IN_REGISTER}
 * @param returnAddress where the return address is
 * @param returnAddressOffset in bytes; a register number for {@link Saved#IN_REGISTER}
 */
public record UnwindRule(
    Cfa cfa,
    int cfaRegister,
    int cfaOffset,
    int cfaAddend,
    Saved framePointer,
    int framePointerOffset,
    Saved returnAddress,
    int returnAddressOffset) {

  /** Code that no unwind information covers. */
  public static final UnwindRule NO_CFI = without(Cfa.NO_CFI);

  /** Unwind information that asks for something no rule here can say, or that is damaged. */
  public static final UnwindRule UNSUPPORTED = without(Cfa.UNSUPPORTED);

  /** The code a signal handler returns to: all registers lie in the frame the kernel built. */
  public static final UnwindRule SIGNAL_FRAME = without(Cfa.SIGNAL_FRAME);

  /** How the CFA is computed. */
  public enum Cfa {
    /** Not known: the walk ends here. */
    UNSUPPORTED,
    /** No unwind information covers this code. */
    NO_CFI,
    /** register + offset. */
    REGISTER,
    /** *(register + offset) + addend. */
    DEREFERENCE,
    /** In the procedure linkage table of x86-64: rsp + 8 + ((rip &amp; 15) >= offset ? 8 : 0). */
    PLT,
    /** The frame of a signal: the registers of the interrupted code are saved on the stack. */
    SIGNAL_FRAME
  }

  /** Where a register of the caller is. */
  public enum Saved {
    /** Unchanged in its register; for the return address of AArch64, in the link register. */
    SAME,
    /** In memory at CFA + offset. */
    AT_CFA,
    /** Lost; for the return address: there is no caller, this frame is the outermost. */
    UNDEFINED,
    /** In memory at frame pointer + offset, the frame pointer of this frame. */
    AT_FRAME_POINTER,
    /** In the register whose number the offset is; known in the innermost frame only. */
    IN_REGISTER
  }

  private static UnwindRule without(Cfa cfa) {
    return new UnwindRule(cfa, 0, 0, 0, Saved.UNDEFINED, 0, Saved.UNDEFINED, 0);
  }

  /** The rule of code that nobody called. */
  static UnwindRule outermost(int stackPointer) {
    return new UnwindRule(Cfa.REGISTER, stackPointer, 0, 0, Saved.UNDEFINED, 0, Saved.UNDEFINED, 0);
  }

  private boolean isKnown() {
    return cfa == Cfa.REGISTER || cfa == Cfa.DEREFERENCE || cfa == Cfa.PLT;
  }

  // Spelled out as it is a key: what a record generates takes 5 ms at the first call.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnwindRule rule
        && cfa == rule.cfa
        && cfaRegister == rule.cfaRegister
        && cfaOffset == rule.cfaOffset
        && cfaAddend == rule.cfaAddend
        && framePointer == rule.framePointer
        && framePointerOffset == rule.framePointerOffset
        && returnAddress == rule.returnAddress
        && returnAddressOffset == rule.returnAddressOffset;
  }

  @Override
  public int hashCode() {
    int hash = cfa.hashCode() ^ framePointer.hashCode() * 31 ^ returnAddress.hashCode() * 961;
    hash = hash * 31 + cfaRegister;
    hash = hash * 31 + cfaOffset;
    hash = hash * 31 + cfaAddend;
    hash = hash * 31 + framePointerOffset;
    return hash * 31 + returnAddressOffset;
  }

  /** Whether a frame under this rule has no caller. */
  public boolean isOutermost() {
    return returnAddress == Saved.UNDEFINED && isKnown();
  }
}
