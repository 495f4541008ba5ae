package dev.brazier.bpf;

import static dev.brazier.bpf.HandMadeStack.CODE;
import static dev.brazier.bpf.HandMadeStack.STACK;
import static dev.brazier.bpf.HandMadeStack.onArm;
import static dev.brazier.bpf.HandMadeStack.rule;
import static dev.brazier.bpf.HostWalkAssert.assertThatWalkOf;
import static dev.brazier.bpf.SavedRule.AT_CFA;
import static dev.brazier.bpf.SavedRule.SAME;

import org.junit.jupiter.api.Test;

/** What is different on aarch64. */
final class HostWalkOnArmTest {
  private static final int FP = 29;
  private static final int LR = 30;
  private static final int SP = 31;

  /** A function that neither saves its return address nor uses the stack. */
  private static final WalkRule LEAF = leaf(0);

  /** {@code stp x29, x30, [sp, #-32]!; mov x29, sp} */
  private static final WalkRule FRAME = rule(SP, 32, AT_CFA, -32, -24);

  private static WalkRule leaf(int stackBytes) {
    return new WalkRule(CfaRule.REGISTER, SP, stackBytes, 0, SAME, 0, SAME, 0);
  }

  @Test
  void takesALeafsReturnAddressFromTheLinkRegister() {
    assertThatWalkOf(
            onArm()
                .at(0x1004)
                .register(LR, CODE + 0x1810)
                .row(0x1000, LEAF)
                .row(0x1800, FRAME)
                .outermost(0x2000)
                .words(0, CODE + 0x2010))
        .finds("+0x1004", "+0x1810", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void takesSignedReturnAddresses() {
    long signature = 0x0037_0000_0000_0000L;
    assertThatWalkOf(
            onArm()
                .at(0x1004)
                .register(LR, signature | CODE + 0x1810)
                .row(0x1000, leaf(16))
                .row(0x1800, rule(FP, 48, AT_CFA, -48, -40))
                .outermost(0x2000)
                .register(FP, STACK + 0x40)
                .wordsAt(STACK + 0x40, 0, ~0L << 48 | CODE + 0x2010))
        .finds("+0x1004", "+0x1810", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  /**
   * A handler without frame at 0x1004 has interrupted a leaf at 0x3000, whose caller has a frame.
   */
  static HandMadeStack inSignalHandler() {
    long[] saved = new long[33];
    saved[LR] = CODE + 0x1820;
    saved[SP] = STACK + 0x1000;
    saved[32] = CODE + 0x3000;
    return onArm()
        .at(0x1004)
        .register(LR, CODE + 0x1700)
        .row(0x1000, LEAF)
        .row(0x16ff, new WalkRule(CfaRule.SIGNAL_FRAME, 0, 0, 0, SAME, 0, SAME, 0))
        .row(0x1800, FRAME)
        .outermost(0x2000)
        .row(0x3000, LEAF)
        .wordsAt(STACK + 312, saved)
        .wordsAt(STACK + 0x1000, 0, CODE + 0x2010);
  }

  @Test
  void goesOnWithTheRegistersThatASignalInterrupted() {
    assertThatWalkOf(inSignalHandler())
        .finds("+0x1004", "+0x1700", "marker 1", "+0x3000", "+0x1820", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void knowsASignalTrampolineByItsCode() {
    assertThatWalkOf(
            inSignalHandler()
                .row(0x16ff, WalkRule.NO_CFI)
                .wordsAt(CODE + 0x1700, 0xd4000001d2801168L))
        .finds("+0x1004", "+0x1700", "marker 1", "+0x3000", "+0x1820", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void endsWhereACallerHasItsReturnAddressInTheLinkRegister() {
    assertThatWalkOf(
            onArm().at(0x1004).register(LR, CODE + 0x1010).row(0x1000, LEAF).outermost(0x2000))
        .finds("+0x1004", "+0x1010")
        .endsAs(StackEnd.REGISTER_LOST);
  }

  @Test
  void endsWhereACallersStackWouldNotGrow() {
    assertThatWalkOf(
            onArm()
                .at(0x1004)
                .row(0x1000, FRAME)
                .row(0x1800, rule(SP, 0, SAME, 0, 8))
                .words(0, CODE + 0x1810, 0, 0, 0, CODE + 0x1810))
        .finds("+0x1004", "+0x1810")
        .endsAs(StackEnd.NOT_GROWING);
  }

  @Test
  void followsFramePointersThroughCodeWithoutInformation() {
    assertThatWalkOf(
            onArm()
                .at(0x1004)
                .register(FP, STACK + 0x20)
                .wordsAt(STACK + 0x20, STACK + 0x60, CODE + 0x1100)
                .wordsAt(STACK + 0x60, 0, CODE + 0x1200))
        .finds("+0x1004", "+0x1100", "+0x1200")
        .endsAs(StackEnd.ROOT);
  }
}
