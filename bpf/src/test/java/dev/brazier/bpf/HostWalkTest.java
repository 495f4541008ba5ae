package dev.brazier.bpf;

import static dev.brazier.bpf.HandMadeStack.CODE;
import static dev.brazier.bpf.HandMadeStack.STACK;
import static dev.brazier.bpf.HandMadeStack.onX86;
import static dev.brazier.bpf.HandMadeStack.rule;
import static dev.brazier.bpf.HostWalkAssert.assertThatWalkOf;
import static dev.brazier.bpf.SavedRule.AT_CFA;
import static dev.brazier.bpf.SavedRule.AT_FRAME_POINTER;
import static dev.brazier.bpf.SavedRule.IN_REGISTER;
import static dev.brazier.bpf.SavedRule.SAME;
import static dev.brazier.bpf.SavedRule.UNDEFINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One kind of frame, or one end, of x86-64 each. */
final class HostWalkTest {
  private static final int RBP = 6;
  private static final int RSP = 7;

  /** A function at 0x1000 with nothing on its stack, called by the outermost one at 0x2000. */
  private static HandMadeStack leaf() {
    return onX86().at(0x1004).row(0x1000, rule(RSP, 8, SAME, 0, -8)).outermost(0x2000);
  }

  @Test
  void takesTheReturnAddressFromTheStack() {
    assertThatWalkOf(leaf().words(CODE + 0x2010)).finds("+0x1004", "+0x2010").endsAs(StackEnd.ROOT);
  }

  @Test
  void looksACallerUpAtTheCallAndNotBehindIt() {
    assertThatWalkOf(leaf().row(0x2010, WalkRule.UNSUPPORTED).words(CODE + 0x2010))
        .finds("+0x1004", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void looksTheInnermostFrameUpAtItsOwnInstruction() {
    assertThatWalkOf(leaf().at(0x1000).words(CODE + 0x2010)).finds("+0x1000", "+0x2010");
  }

  @Test
  void keepsTheFramePointerOfEachFrame() {
    assertThatWalkOf(
            onX86()
                .at(0x1004)
                .row(0x1000, rule(RSP, 24, AT_CFA, -16, -8))
                .row(0x1800, rule(RBP, 16, AT_CFA, -16, -8))
                .outermost(0x2000)
                .words(0, STACK + 0x100, CODE + 0x1810)
                .wordsAt(STACK + 0x100, 0, CODE + 0x2020))
        .finds("+0x1004", "+0x1810", "+0x2020")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void findsTheCfaInMemory() {
    WalkRule aligned =
        new WalkRule(CfaRule.DEREFERENCE, RBP, -8, 0, AT_FRAME_POINTER, 0, AT_CFA, -8);
    assertThatWalkOf(
            onX86()
                .at(0x1004)
                .register(RBP, STACK + 0x40)
                .row(0x1000, aligned)
                .row(0x1800, rule(RBP, 16, AT_CFA, -16, -8))
                .outermost(0x2000)
                .wordsAt(STACK + 0x38, STACK + 0x88, STACK + 0x100)
                .wordsAt(STACK + 0x80, CODE + 0x1810)
                .wordsAt(STACK + 0x100, 0, CODE + 0x2020))
        .finds("+0x1004", "+0x1810", "+0x2020")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void knowsWhereAStubOfTheLinkageTableHasPushed() {
    WalkRule stub = new WalkRule(CfaRule.PLT, 0, 11, 0, SAME, 0, AT_CFA, -8);
    HandMadeStack stack =
        onX86().row(0x1000, stub).outermost(0x2000).words(CODE + 0x2010, CODE + 0x2020);
    assertThatWalkOf(stack.at(0x100a)).finds("+0x100a", "+0x2010");
    assertThatWalkOf(stack.at(0x100b)).finds("+0x100b", "+0x2020");
  }

  @Test
  void findsTheInnermostCfaInAnyRegister() {
    assertThatWalkOf(
            onX86()
                .at(0x1004)
                .register(11, STACK + 0x40)
                .row(0x1000, rule(11, 8, SAME, 0, -8))
                .outermost(0x2000)
                .wordsAt(STACK + 0x40, CODE + 0x2010))
        .finds("+0x1004", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  /** 0x1800 calls the leaf; its CFA is in another register. */
  private static HandMadeStack assembly(int register) {
    return leaf()
        .words(CODE + 0x1810)
        .register(register, STACK + 0x40)
        .row(0x1800, rule(register, 8, SAME, 0, -8))
        .wordsAt(STACK + 0x40, CODE + 0x1890, CODE + 0x2010)
        .row(0x1880, rule(RSP, 8, SAME, 0, -8));
  }

  @Test
  void reliesOnWhatAssemblyKeepsAcrossCallsOfItsOwn() {
    assertThatWalkOf(assembly(11))
        .finds("+0x1004", "+0x1810", "+0x1890", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void endsWhereACallersRegisterWouldBeNeeded() {
    int rbx = 3;
    assertThatWalkOf(assembly(rbx)).finds("+0x1004", "+0x1810").endsAs(StackEnd.REGISTER_LOST);
    WalkRule inR11 = new WalkRule(CfaRule.REGISTER, RSP, 8, 0, SAME, 0, IN_REGISTER, 11);
    assertThatWalkOf(assembly(11).row(0x1880, inR11))
        .finds("+0x1004", "+0x1810", "+0x1890")
        .endsAs(StackEnd.REGISTER_LOST);
  }

  @Test
  void goesOnWithTheRegistersThatASignalInterrupted() {
    long[] context = new long[5 + 23];
    context[5 + 10] = STACK + 0x400; // rbp
    context[5 + 11] = 0; // rbx
    context[5 + 15] = STACK + 0x300; // rsp
    context[5 + 16] = CODE + 0x3000; // rip
    assertThatWalkOf(
            leaf()
                .row(0x17ff, new WalkRule(CfaRule.SIGNAL_FRAME, 0, 0, 0, SAME, 0, SAME, 0))
                .row(0x3000, rule(RBP, 16, AT_CFA, -16, -8))
                .words(CODE + 0x1800)
                .wordsAt(STACK + 8, context)
                .wordsAt(STACK + 0x400, 0, CODE + 0x2020))
        .finds("+0x1004", "+0x1800", "marker 1", "+0x3000", "+0x2020")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void knowsASignalTrampolineByItsCode() {
    long[] context = new long[5 + 23];
    context[5 + 15] = STACK + 0x300;
    context[5 + 16] = CODE + 0x2000;
    assertThatWalkOf(
            leaf()
                .row(0x1100, WalkRule.NO_CFI)
                .words(CODE + 0x1800)
                .wordsAt(STACK + 8, context)
                .wordsAt(CODE + 0x1800, 0x0f0000000fc0c748L, 0x05))
        .finds("+0x1004", "+0x1800", "marker 1", "+0x2000")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void followsFramePointersThroughGeneratedCode() {
    long generated = CODE - 0x10_0000;
    assertThatWalkOf(
            onX86()
                .code(generated, 0x1000, "")
                .atAddress(generated + 0x10)
                .register(RBP, STACK + 0x20)
                .outermost(0x2000)
                .wordsAt(STACK + 0x20, STACK + 0x80, generated + 0x20)
                .wordsAt(STACK + 0x80, 0, CODE + 0x2010))
        .finds("user 0x7efffff00010", "user 0x7efffff00020", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void endsInGeneratedCodeWithoutFramePointer() {
    long generated = CODE - 0x10_0000;
    for (long rbp : new long[] {0, STACK - 8, STACK + 1, STACK + (1 << 20), -8}) {
      assertThatWalkOf(
              onX86().code(generated, 0x1000, "").atAddress(generated + 0x10).register(RBP, rbp))
          .finds("user 0x7efffff00010")
          .endsAs(StackEnd.GENERATED_CODE);
    }
  }

  @Test
  void endsWhereTheChainOfFramePointersEnds() {
    HandMadeStack stack =
        onX86().at(0x1004).register(RBP, STACK).words(STACK + 0x40, CODE + 0x1010);
    assertThatWalkOf(stack.wordsAt(STACK + 0x40, 0, CODE + 0x1020))
        .finds("+0x1004", "+0x1010", "+0x1020")
        .endsAs(StackEnd.ROOT);
    assertThatWalkOf(stack.wordsAt(STACK + 0x40, 0x33, CODE + 0x1020)).endsAs(StackEnd.NO_CFI);
  }

  @Test
  void endsInCodeWithoutInformationAndWithoutFramePointer() {
    HandMadeStack stack = leaf().row(0x2000, WalkRule.NO_CFI).words(CODE + 0x2010);
    assertThatWalkOf(stack).finds("+0x1004", "+0x2010").endsAs(StackEnd.NO_CFI);
    assertThatWalkOf(stack.register(RBP, 0x33)).endsAs(StackEnd.NO_CFI);
    assertThatWalkOf(onX86().at(0x1004)).finds("+0x1004").endsAs(StackEnd.NO_CFI);
  }

  @Test
  void endsAtAReturnAddressThatIsNoCode() {
    assertThatWalkOf(leaf().words(0x1234)).finds("+0x1004").endsAs(StackEnd.BROKEN_CHAIN);
  }

  @Test
  void endsAtAReturnAddressOfZero() {
    assertThatWalkOf(leaf().words(0)).finds("+0x1004").endsAs(StackEnd.ROOT);
  }

  @Test
  void endsWhereTheStackCannotBeRead() {
    assertThatWalkOf(leaf()).finds("+0x1004").endsAs(StackEnd.STACK_UNREADABLE);
  }

  @Test
  void endsWhereTheStackWouldNotGrow() {
    assertThatWalkOf(leaf().row(0x1000, rule(RSP, -8, SAME, 0, 8)).words(CODE + 0x2010))
        .finds("+0x1004")
        .endsAs(StackEnd.NOT_GROWING);
  }

  @Test
  void endsAtARuleThatIsNotUnderstood() {
    assertThatWalkOf(leaf().row(0x1000, WalkRule.UNSUPPORTED)).endsAs(StackEnd.UNSUPPORTED);
    WalkRule knowsNothing = new WalkRule(CfaRule.UNSUPPORTED, 0, 0, 0, UNDEFINED, 0, UNDEFINED, 0);
    assertThatWalkOf(leaf().row(0x1000, knowsNothing)).endsAs(StackEnd.UNSUPPORTED);
  }

  /**
   * 0x100f and 0x110e, the bytes before the return addresses, share a place of rules found before.
   */
  @Test
  void keepsRulesApartThatShareAPlace() {
    assertThatWalkOf(
            leaf()
                .row(0x1100, rule(RSP, 16, SAME, 0, -8))
                .words(CODE + 0x1010, CODE + 0x110f, 0, CODE + 0x1010, CODE + 0x110f, 0)
                .wordsAt(STACK + 0x30, CODE + 0x2010))
        .finds("+0x1004", "+0x1010", "+0x110f", "+0x1010", "+0x110f", "+0x2010")
        .endsAs(StackEnd.ROOT);
  }

  @Test
  void findsTheSameWhateverTheStackIsAlignedTo() {
    WalkRule frame = rule(RSP, 24, AT_CFA, -16, -8);
    for (int shift = 0; shift < 64; shift += 4) {
      HandMadeStack stack = onX86().at(0x1004).row(0x1000, frame).outermost(0x2000);
      for (int number = 0; number < 40; number++) {
        long ra = number % 3 < 2 ? 0 : CODE + (number < 38 ? 0x1010 : 0x2010);
        stack.wordsAt(STACK + shift + 8L * number, ra);
      }
      assertThat(assertThatWalkOf(stack.register(RSP, STACK + shift)).words()).hasSize(14);
      assertThatWalkOf(stack).endsAs(StackEnd.ROOT);
    }
  }

  @Test
  void takesUpTo1024Frames() {
    long[] calls = LongStream.generate(() -> CODE + 0x1010).limit(1100).toArray();

    HostWalkAssert walk = assertThatWalkOf(leaf().words(calls));

    assertThat(walk.words()).hasSize(1024);
    walk.endsAs(StackEnd.TOO_DEEP);
    calls[1022] = CODE + 0x2010;
    assertThat(assertThatWalkOf(leaf().words(calls)).words()).hasSize(1024);
    assertThatWalkOf(leaf().words(calls)).endsAs(StackEnd.ROOT);
  }

  @Test
  void tellsTheStatesOfTables() {
    Snapshot snapshot = leaf().words(CODE + 0x2010).snapshot();
    HostTables tables = snapshot.hostTables();
    HostInput input = new HostInput(snapshot.thread(), snapshot.memory(), tables);
    HostWalk walk = HostWalk.ofStacksOf("x86_64");

    assertThat(walk.walk(input).end()).isEqualTo(StackEnd.ROOT);
    input.mappings().putInt(HostInput.MAPPING_TABLE, UnwindLayout.TABLE_PENDING);
    assertThat(walk.walk(input).end()).isEqualTo(StackEnd.NO_TABLE);
    input.mappings().putInt(HostInput.MAPPING_TABLE, UnwindLayout.TABLE_REFUSED);
    assertThat(walk.walk(input).end()).isEqualTo(StackEnd.TABLE_REFUSED);
    input.mappings().putInt(HostInput.MAPPING_TABLE, new TableHandle(1 << 14 | 77).word());
    assertThat(walk.walk(input).end()).isEqualTo(StackEnd.NO_TABLE);
  }

  @Test
  void findsRowsInEveryPlaceOfAGranule() {
    IntStream.range(0, 2100)
        .filter(row -> row % 97 == 0 || row % 1024 < 2 || row % 1024 > 1021)
        .forEach(
            row -> {
              HandMadeStack stack = onX86().outermost(0).words(CODE + 0x10).at(0x4000 + row);
              // One row a byte: the densest there can be.
              IntStream.range(0, 2100)
                  .forEach(other -> stack.row(0x4000 + other, WalkRule.UNSUPPORTED));
              assertThatWalkOf(stack.row(0x4000 + row, rule(RSP, 8, SAME, 0, -8)))
                  .finds("+0x" + Integer.toHexString(0x4000 + row), "+0x10");
            });
  }
}
