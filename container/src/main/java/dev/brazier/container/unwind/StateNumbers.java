package dev.brazier.container.unwind;

import dev.brazier.container.unwind.UnwindRule.Cfa;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers the different states of registers from 0 on, in the order of their first appearance: a
 * hash table of ints, as a large file asks it a million times for a few hundred states.
 */
final class StateNumbers {
  private static final int WORDS = 5; // of a state
  private static final int FIRST_SLOTS = 512; // a power of two

  private final int most;

  /** Not known to whoever makes a file, so that no file can make all its states collide. */
  private final int multiplier = ThreadLocalRandom.current().nextInt() | 1;

  private int[] words = new int[FIRST_SLOTS / 2 * WORDS];
  private int[] slots = new int[FIRST_SLOTS]; // the number + 1, by hash
  private int count;

  /** Keeps at most that many states. */
  StateNumbers(int most) {
    this.most = most;
  }

  /** The number of a state, the next free one if it is new, or -1 if there are too many. */
  int number(RegisterRules state) {
    int kinds = kinds(state);
    boolean expression = state.cfaIsExpression;
    int offset = expression ? state.expression.offset : state.cfaOffset;
    int addend = expression ? state.expression.addend : 0;
    int slot =
        slot(hash(kinds, offset, addend, state.framePointerOffset, state.returnAddressOffset));
    while (slots[slot] != 0) {
      int at = (slots[slot] - 1) * WORDS;
      if (words[at] == kinds
          && words[at + 1] == offset
          && words[at + 2] == addend
          && words[at + 3] == state.framePointerOffset
          && words[at + 4] == state.returnAddressOffset) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (count == most) {
      return -1;
    }
    int at = count * WORDS;
    words[at] = kinds;
    words[at + 1] = offset;
    words[at + 2] = addend;
    words[at + 3] = state.framePointerOffset;
    words[at + 4] = state.returnAddressOffset;
    slots[slot] = ++count;
    if (2 * count == slots.length) {
      grow();
    }
    return count - 1;
  }

  /** All that is no offset; registers of a CFA have 8 bits, and 0x100 stands for none. */
  private static int kinds(RegisterRules state) {
    boolean expression = state.cfaIsExpression;
    return (expression ? 1 : 0)
        | (state.stackPointerMoved ? 2 : 0)
        | (expression ? code(state.expression.kind) : 0) << 2
        | state.framePointer.code << 5
        | state.returnAddress.code << 8
        | ((expression ? state.expression.register : state.cfaRegister) & 0x1ff) << 11;
  }

  private static int code(Cfa kind) {
    return switch (kind) {
      case REGISTER -> 1;
      case DEREFERENCE -> 2;
      case PLT -> 3;
      default -> 0; // not understood
    };
  }

  private int hash(int kinds, int a, int b, int c, int d) {
    int m = multiplier;
    return (((kinds * m + a) * m + b) * m + c) * m + d;
  }

  /** The multiplication mixes the low bits, which offsets have in common, into the high ones. */
  private int slot(int hash) {
    return (hash * 0x9e37_79b9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
  }

  private void grow() {
    words = Arrays.copyOf(words, words.length * 2);
    slots = new int[slots.length * 2];
    for (int number = 0; number < count; number++) {
      int at = number * WORDS;
      int slot = slot(hash(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]));
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = number + 1;
    }
  }
}
