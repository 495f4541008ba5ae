package dev.brazier.bpf;

import java.util.Arrays;

/**
 * Why the user part of a stack ends where it does: {@code enum stack_end} of {@code sample.h}, in
 * its order.
 */
public enum StackEnd {
  /** The kernel's frame-pointer walk stopped and does not say why. */
  UNSTATED(0),
  /** The outermost frame. */
  ROOT(1),
  /** The most frames that one walk takes; callers are missing. */
  TOO_DEEP(2),
  /** A kernel thread, or a task that is exiting. */
  NO_USER_STACK(3),
  /** The walk failed before the first frame. */
  UNREADABLE(4),
  /** User frames were switched off. */
  NOT_ASKED(5),
  /** A return address that is not code. */
  BROKEN_CHAIN(6),
  /** The unwind table of the outermost frame's file is not there yet. */
  NO_TABLE(7),
  /** Code without unwind information and without a plausible frame pointer. */
  NO_CFI(8),
  /** An unwind rule that is not understood. */
  UNSUPPORTED(9),
  /** Memory that should hold a frame cannot be read: it is paged out, or there is none. */
  STACK_UNREADABLE(10),
  /** The caller's frame would lie below its callee's. */
  NOT_GROWING(11),
  /** Code in no file, and no plausible frame pointer. */
  GENERATED_CODE(12),
  /** A 32-bit process, of which only the innermost frame is known. */
  COMPAT(13),
  /** The caller depends on a register that is known in the innermost frame only. */
  REGISTER_LOST(14),
  /** The unwind table of the outermost frame's file is malformed or too large. */
  TABLE_REFUSED(15),
  /** Memory that should hold a frame lies outside of the part of the stack that was copied. */
  NOT_COPIED(16);

  private static final StackEnd[] BY_NUMBER = new StackEnd[1 << Byte.SIZE];

  static {
    Arrays.fill(BY_NUMBER, UNSTATED);
    for (StackEnd end : values()) {
      BY_NUMBER[end.number] = end;
    }
  }

  /** On the wire. */
  final int number;

  StackEnd(int number) {
    this.number = number;
  }

  /** A number from a newer kernel program is {@link #UNSTATED}. */
  static StackEnd of(byte number) {
    return BY_NUMBER[Byte.toUnsignedInt(number)];
  }
}
