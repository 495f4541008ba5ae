package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.UnwindRule.Cfa;
import dev.brazier.container.unwind.UnwindRule.Saved;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One kind of frame, or one end, each; all code lies in one file, mapped at 0x7f0000000000. */
final class StackUnwinderTest {
  private static final long CODE = 0x7f00_0000_0000L;
  private static final long STACK = 0x7ffd_0000_0000L;
  private static final int RBP = 6;
  private static final int RSP = 7;
  private static final int X30 = 30;
  private static final int SP = 31;

  private final NavigableMap<Long, UnwindRule> rows = new TreeMap<>();
  private final long[] registers = new long[32];
  private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
  private Code outside = Code.Other.NONE;
  private WalkEnd end = WalkEnd.ROOT;

  private static UnwindRule rule(int register, int offset, Saved fp, int fpOffset) {
    return new UnwindRule(Cfa.REGISTER, register, offset, 0, fp, fpOffset, Saved.AT_CFA, -8);
  }

  private void row(long offset, UnwindRule rule) {
    rows.put(offset, rule);
  }

  private void words(long at, long... values) {
    for (int i = 0; i < values.length; i++) {
      bytes.putLong((int) (at - STACK) + i * 8, values[i]);
    }
  }

  /** A function at 0x1000 with nothing on its stack, called by the outermost one at 0x2000. */
  private void leaf() {
    row(0x1000, rule(RSP, 8, Saved.SAME, 0));
    row(0x2000, UnwindRule.outermost(RSP));
  }

  private List<String> walk(long offset) {
    return walk(ElfMachine.X86_64, RSP, CODE + offset);
  }

  private List<String> walk(ElfMachine machine, int stackPointer, long pc) {
    row(0x10_0000, UnwindRule.NO_CFI);
    List<UnwindRule> rules = List.copyOf(rows.values());
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < rules.size(); i++) {
      numbers.append((char) i);
    }
    int[] offsets = rows.keySet().stream().mapToInt(Long::intValue).toArray();
    UnwindTable table =
        new UnwindTable(offsets, numbers.toString().toCharArray(), rules, 1, List.of());
    registers[stackPointer] = STACK;
    StackUnwinder walker = StackUnwinder.of(machine);
    end =
        walker.walk(
            pc,
            registers,
            bytes,
            address ->
                address >= CODE && address < CODE + 0x20_0000
                    ? new Code.Covered(table, -CODE)
                    : outside);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < walker.frames(); i++) {
      long frame = walker.frame(i);
      found.add(frame == StackUnwinder.SIGNAL ? "signal" : "+" + Long.toHexString(frame - CODE));
    }
    return found;
  }

  @Test
  void takesTheReturnAddressFromTheStack() {
    leaf();
    words(STACK, CODE + 0x2010);

    assertThat(walk(0x1004)).containsExactly("+1004", "+2010");
    assertThat(end).isEqualTo(WalkEnd.ROOT);
  }

  @Test
  void looksACallerUpAtTheCallAndTheInnermostFrameAtItsInstruction() {
    leaf();
    row(0x2010, UnwindRule.UNSUPPORTED);
    words(STACK, CODE + 0x2010);

    assertThat(walk(0x1000)).containsExactly("+1000", "+2010");
    assertThat(end).isEqualTo(WalkEnd.ROOT);
  }

  @Test
  void keepsTheFramePointerOfEachFrame() {
    row(0x1000, rule(RSP, 24, Saved.AT_CFA, -16));
    row(0x1800, rule(RBP, 16, Saved.AT_CFA, -16));
    row(0x2000, UnwindRule.outermost(RSP));
    words(STACK, 0, STACK + 0x100, CODE + 0x1810);
    words(STACK + 0x100, 0, CODE + 0x2020);

    assertThat(walk(0x1004)).containsExactly("+1004", "+1810", "+2020");
  }

  @Test
  void findsTheFrameAddressInMemory() {
    row(
        0x1000,
        new UnwindRule(Cfa.DEREFERENCE, RBP, -8, 0, Saved.AT_FRAME_POINTER, 0, Saved.AT_CFA, -8));
    row(0x1800, rule(RBP, 16, Saved.AT_CFA, -16));
    row(0x2000, UnwindRule.outermost(RSP));
    registers[RBP] = STACK + 0x40;
    words(STACK + 0x38, STACK + 0x88, STACK + 0x100);
    words(STACK + 0x80, CODE + 0x1810);
    words(STACK + 0x100, 0, CODE + 0x2020);

    assertThat(walk(0x1004)).containsExactly("+1004", "+1810", "+2020");
  }

  @Test
  void knowsWhereAStubOfTheLinkageTableHasPushed() {
    row(0x1000, new UnwindRule(Cfa.PLT, 0, 11, 0, Saved.SAME, 0, Saved.AT_CFA, -8));
    row(0x2000, UnwindRule.outermost(RSP));
    words(STACK, CODE + 0x2010, CODE + 0x2020);

    assertThat(walk(0x100a)).containsExactly("+100a", "+2010");
    assertThat(walk(0x100b)).containsExactly("+100b", "+2020");
  }

  @Test
  void goesOnWithTheRegistersThatASignalInterrupted() {
    leaf();
    row(0x17ff, UnwindRule.SIGNAL_FRAME);
    row(0x3000, rule(RBP, 16, Saved.AT_CFA, -16));
    words(STACK, CODE + 0x1800);
    words(STACK + 8 + 40 + 80, STACK + 0x400); // rbp
    words(STACK + 8 + 40 + 120, STACK + 0x300, CODE + 0x3000); // rsp, rip
    words(STACK + 0x400, 0, CODE + 0x2020);

    // The table's rows are in order: the outermost at 0x2000 reaches up to 0x3000.
    assertThat(walk(0x1004)).containsExactly("+1004", "+1800", "signal", "+3000", "+2020");
    assertThat(end).isEqualTo(WalkEnd.ROOT);
  }

  @Test
  void takesTheLinkRegisterOfArmWithoutItsSignature() {
    row(0x1000, new UnwindRule(Cfa.REGISTER, SP, 0, 0, Saved.SAME, 0, Saved.SAME, 0));
    row(0x2000, UnwindRule.outermost(SP));
    registers[X30] = CODE + 0x2010 | 0x00aa_0000_0000_0000L;

    assertThat(walk(ElfMachine.AARCH64, SP, CODE + 0x1004)).containsExactly("+1004", "+2010");
    assertThat(end).isEqualTo(WalkEnd.ROOT);
  }

  @Test
  void followsFramePointersOfCodeInNoFile() {
    outside = Code.Other.GENERATED;
    leaf();
    registers[RBP] = STACK + 0x20;
    words(STACK + 0x20, 0, CODE + 0x2010);

    assertThat(walk(ElfMachine.X86_64, RSP, 0x5000)).hasSize(2).endsWith("+2010");
    assertThat(end).isEqualTo(WalkEnd.ROOT);
  }

  @Test
  void followsFramePointersWhereAFileCannotBeRead() {
    outside = Code.Other.UNREADABLE;
    leaf();
    registers[RBP] = STACK + 0x20;
    words(STACK + 0x20, 0, CODE + 0x2010);

    assertThat(walk(ElfMachine.X86_64, RSP, 0x5000)).hasSize(2);
    registers[RBP] = 3;
    assertThat(walk(ElfMachine.X86_64, RSP, 0x5000)).hasSize(1);
    assertThat(end).isEqualTo(WalkEnd.TABLE_UNREADABLE);
  }

  @Test
  void saysThatATableIsMissingStill() {
    outside = Code.Other.PENDING;

    assertThat(walk(ElfMachine.X86_64, RSP, 0x5000)).hasSize(1);
    assertThat(end).isEqualTo(WalkEnd.TABLE_PENDING);
  }

  @Test
  void endsAtAnAddressThatIsNoCode() {
    leaf();
    words(STACK, 0x1234);

    assertThat(walk(0x1004)).containsExactly("+1004");
    assertThat(end).isEqualTo(WalkEnd.NOT_CODE);
  }

  @Test
  void endsWhereACallersRegisterWouldBeNeeded() {
    leaf();
    row(0x1800, rule(3, 8, Saved.SAME, 0));
    words(STACK, CODE + 0x1810);

    assertThat(walk(0x1004)).containsExactly("+1004", "+1810");
    assertThat(end).isEqualTo(WalkEnd.REGISTER_LOST);
  }

  @Test
  void endsWhereTheStackDoesNotGrow() {
    row(0x1000, rule(RBP, 16, Saved.AT_CFA, -16));
    registers[RBP] = STACK + 0x20;
    words(STACK + 0x20, STACK, CODE + 0x1010);

    assertThat(walk(0x1004)).containsExactly("+1004", "+1010");
    assertThat(end).isEqualTo(WalkEnd.NOT_GROWING);
  }

  @Test
  void takesNoMoreFramesThanItSays() {
    row(0x1000, rule(RSP, 8, Saved.SAME, 0));
    ByteBuffer deep = ByteBuffer.allocate(60_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < 60_000; at += 8) {
      deep.putLong(at, 0x1010);
    }
    UnwindTable table =
        new UnwindTable(
            new int[] {0x1000, 0x2000},
            new char[] {0, 1},
            List.of(rule(RSP, 8, Saved.SAME, 0), UnwindRule.NO_CFI),
            1,
            List.of());
    registers[RSP] = STACK;
    StackUnwinder walker = StackUnwinder.of(ElfMachine.X86_64);

    assertThat(walker.walk(0x1004, registers, deep, address -> new Code.Covered(table, 0)))
        .isEqualTo(WalkEnd.TOO_DEEP);
    assertThat(walker.frames()).isEqualTo(StackUnwinder.MOST_FRAMES);
  }

  @Test
  void refusesAnUnknownMachine() {
    assertThatThrownBy(() -> StackUnwinder.of(ElfMachine.OTHER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
