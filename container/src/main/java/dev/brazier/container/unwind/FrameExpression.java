package dev.brazier.container.unwind;

import dev.brazier.container.unwind.RegisterRules.FrameAddress;
import dev.brazier.container.unwind.UnwindRule.Cfa;

/**
 * Recognizes the few DWARF expressions that compilers and linkers put into frame information. Each
 * is one register, an offset, and at most one look into memory; all others are not evaluated.
 */
final class FrameExpression {
  private static final int DEREF = 0x06;
  private static final int CONST1U = 0x08;
  private static final int CONST1S = 0x09;
  private static final int CONST2U = 0x0a;
  private static final int CONST2S = 0x0b;
  private static final int PLUS = 0x22;
  private static final int PLUS_UCONST = 0x23;
  private static final int LIT0 = 0x30;
  private static final int LIT31 = 0x4f;
  private static final int BREG0 = 0x70;
  private static final int BREG31 = 0x8f;
  private static final int BREGX = 0x92;

  /** Stands for what is not one of these. */
  private static final long NONE = Long.MIN_VALUE;

  /**
   * What ld and lld write for a linkage table entry of 16 bytes, of which the last instructions run
   * after a push: (rsp + 8) + (((rip &amp; 15) >= lit) &lt;&lt; 3). -1 stands for lit11 or lit10.
   */
  private static final int[] PLT = {
    0x77, 8, 0x80, 0, 0x3f, 0x1a, -1, 0x2a, 0x33, 0x24, 0x22,
  };

  private FrameExpression() {}

  /**
   * Reads the expression of a CFA, from the reader's position to its limit.
   *
   * @param into what it means; {@link Cfa#UNSUPPORTED} if that is none of the known forms
   */
  static void frameAddress(FrameReader in, Machine machine, FrameAddress into)
      throws MalformedFrameException {
    int start = in.position();
    if (machine == Machine.X86_64 && in.remaining() == PLT.length) {
      int threshold = linkageThreshold(in);
      if (threshold >= 0) {
        into.set(Cfa.PLT, machine.stackPointer, threshold, 0);
        return;
      }
      in.enter(start, in.limit());
    }
    if (!registerPlusOffset(in, into)) {
      into.set(Cfa.UNSUPPORTED, 0, 0, 0);
    }
  }

  private static int linkageThreshold(FrameReader in) throws MalformedFrameException {
    int threshold = -1;
    for (int expected : PLT) {
      int actual = in.u8();
      if (expected >= 0 && actual != expected) {
        return -1;
      }
      if (expected < 0) {
        threshold = actual - LIT0;
      }
    }
    return threshold >= 0 && threshold < 16 ? threshold : -1;
  }

  private static boolean registerPlusOffset(FrameReader in, FrameAddress into)
      throws MalformedFrameException {
    long register = in.hasMore() ? baseRegister(in) : NONE;
    if (register < 0 || register > 0xff) {
      return false;
    }
    long offset = in.sleb();
    long addend = 0;
    boolean dereferenced = false;
    while (in.hasMore()) {
      int operation = in.u8();
      if (operation == DEREF && !dereferenced) {
        dereferenced = true;
        continue;
      }
      long constant = operation == PLUS_UCONST ? in.uleb() : pushedAndAdded(in, operation);
      if (constant == NONE) {
        return false;
      }
      offset += dereferenced ? 0 : constant;
      addend += dereferenced ? constant : 0;
    }
    if (offset != (int) offset || addend != (int) addend) {
      return false;
    }
    Cfa kind = dereferenced ? Cfa.DEREFERENCE : Cfa.REGISTER;
    into.set(kind, (int) register, (int) offset, (int) addend);
    return true;
  }

  private static long baseRegister(FrameReader in) throws MalformedFrameException {
    int operation = in.u8();
    if (operation == BREGX) {
      return in.uleb();
    }
    return operation >= BREG0 && operation <= BREG31 ? (long) operation - BREG0 : NONE;
  }

  /** A constant followed by the operation that adds it, or {@link #NONE} for anything else. */
  private static long pushedAndAdded(FrameReader in, int operation) throws MalformedFrameException {
    long constant =
        switch (operation) {
          case CONST1U -> in.u8();
          case CONST1S -> (byte) in.u8();
          case CONST2U -> in.u16();
          case CONST2S -> (short) in.u16();
          default -> operation >= LIT0 && operation <= LIT31 ? (long) operation - LIT0 : NONE;
        };
    return in.hasMore() && in.u8() == PLUS ? constant : NONE;
  }
}
