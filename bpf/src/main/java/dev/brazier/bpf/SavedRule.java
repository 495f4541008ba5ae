package dev.brazier.bpf;

/**
 * Where the caller's frame pointer or the return address is: {@code enum saved_rule} of {@code
 * unwind.h}.
 */
public enum SavedRule {
  /** Still in its register: for a return address, the link register. */
  SAME(0),
  /** In memory at CFA + offset. */
  AT_CFA(1),
  /** Nowhere; without a return address, the frame is the outermost. */
  UNDEFINED(2),
  /** In memory at frame pointer + offset. */
  AT_FRAME_POINTER(3),
  /** In the register whose number is the offset. */
  IN_REGISTER(4);

  /** On the wire. */
  final int number;

  SavedRule(int number) {
    this.number = number;
  }
}
