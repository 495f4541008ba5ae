package dev.brazier.bpf;

import dev.brazier.bpf.UnwindLayout.UnwindRule;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How the walk gets from a frame to its caller: {@code struct unwind_rule} of {@code unwind.h}.
 * Registers have the numbers that DWARF gives them on this machine; offsets are in bytes.
 *
 * @param cfa how the canonical frame address is found; the next three say with what
 * @param cfaRegister 0 to 255
 * @param cfaOffset added to the register
 * @param cfaAddend added to what was read from memory
 * @param fp where the caller's frame pointer is
 * @param fpOffset of that place
 * @param ra where the return address is
 * @param raOffset of that place
 */
public record WalkRule(
    CfaRule cfa,
    int cfaRegister,
    int cfaOffset,
    int cfaAddend,
    SavedRule fp,
    int fpOffset,
    SavedRule ra,
    int raOffset) {
  /** Of code that the file says nothing about. */
  public static final WalkRule NO_CFI = ofUnknown(CfaRule.NO_CFI);

  /** Of code that the file describes in terms that the walk does not know. */
  public static final WalkRule UNSUPPORTED = ofUnknown(CfaRule.UNSUPPORTED);

  /**
   * Checks the register.
   *
   * @throws IllegalArgumentException when its number does not fit eight bits
   */
  public WalkRule {
    if (cfaRegister < 0 || cfaRegister > 0xff) {
      throw new IllegalArgumentException("register " + cfaRegister + " is not 0 to 255");
    }
  }

  private static WalkRule ofUnknown(CfaRule cfa) {
    return new WalkRule(cfa, 0, 0, 0, SavedRule.SAME, 0, SavedRule.SAME, 0);
  }

  /** Writes the structure at an absolute position of a little-endian buffer. */
  void write(ByteBuffer memory, int at) {
    memory
        .putInt(at + UnwindRule.CFA_OFFSET, cfaOffset)
        .putInt(at + UnwindRule.CFA_ADDEND, cfaAddend)
        .putInt(at + UnwindRule.FP_OFFSET, fpOffset)
        .putInt(at + UnwindRule.RA_OFFSET, raOffset)
        .put(at + UnwindRule.CFA, (byte) cfa.number)
        .put(at + UnwindRule.CFA_REGISTER, (byte) cfaRegister)
        .put(at + UnwindRule.FP, (byte) fp.number)
        .put(at + UnwindRule.RA, (byte) ra.number);
  }

  /**
   * As any record's, but by hand, and {@link #hashCode} too: what the compiler leaves to the JVM
   * takes 30 ms at its first call, and thousands of rules are looked up before the first stack.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WalkRule rule
        && cfa == rule.cfa
        && cfaRegister == rule.cfaRegister
        && cfaOffset == rule.cfaOffset
        && cfaAddend == rule.cfaAddend
        && fp == rule.fp
        && fpOffset == rule.fpOffset
        && ra == rule.ra
        && raOffset == rule.raOffset;
  }

  @Override
  public int hashCode() {
    int hash = (cfa.number << 16) | (fp.number << 8) | ra.number;
    hash = 31 * hash + cfaRegister;
    hash = 31 * hash + cfaOffset;
    hash = 31 * hash + cfaAddend;
    hash = 31 * hash + fpOffset;
    return 31 * hash + raOffset;
  }
}
