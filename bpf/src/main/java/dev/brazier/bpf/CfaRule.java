package dev.brazier.bpf;

/**
 * How a frame's canonical frame address (CFA) is found, the value of the caller's stack pointer
 * after the call: {@code enum cfa_rule} of {@code unwind.h}.
 */
public enum CfaRule {
  /** The file says how, but in terms that the walk does not know. */
  UNSUPPORTED(0),
  /** The file does not say. */
  NO_CFI(1),
  /** A register + offset. */
  REGISTER(2),
  /** What lies in memory at a register + offset, and an addend to it. */
  DEREFERENCE(3),
  /**
   * In a stub of a procedure linkage table: stack pointer + 8, and 8 more where the low four bits
   * of the pc are at least the offset.
   */
  PLT(4),
  /** The kernel has saved every register of the frame that a signal interrupted. */
  SIGNAL_FRAME(5);

  /** On the wire. */
  final int number;

  CfaRule(int number) {
    this.number = number;
  }
}
