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
  /** The most frames there can be; callers are missing. */
  TOO_DEEP(2),
  /** A kernel thread, or a task that is exiting. */
  NO_USER_STACK(3),
  /** The walk failed before the first frame. */
  UNREADABLE(4),
  /** User frames were switched off. */
  NOT_ASKED(5),
  /** A return address that is not code: compiled without frame pointers. */
  BROKEN_CHAIN(6);

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
