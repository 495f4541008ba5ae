package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ElfMachine;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stacks of hostile processes and tables gone wrong: whatever it is given, a walk ends. */
final class StackUnwinderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("brazier.fuzz.rounds", 60_000);
  private static final long[] LIMITS = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, -8, 7};

  private final Random dice = new Random(71);
  private final Set<WalkEnd> ends = EnumSet.noneOf(WalkEnd.class);

  @Test
  void endsWhateverTheStackAndTheRegistersHold() {
    for (RecordedStack stack : RecordedStack.all()) {
      for (ElfMachine machine : new ElfMachine[] {ElfMachine.X86_64, ElfMachine.AARCH64}) {
        StackUnwinder walker = StackUnwinder.of(machine);
        for (int round = 0; round < ROUNDS / 30; round++) {
          walkDamaged(stack, walker);
        }
      }
    }
    assertThat(ends)
        .contains(
            WalkEnd.ROOT,
            WalkEnd.NOT_CODE,
            WalkEnd.NO_CFI,
            WalkEnd.NOT_COPIED,
            WalkEnd.NOT_GROWING,
            WalkEnd.REGISTER_LOST);
  }

  private void walkDamaged(RecordedStack stack, StackUnwinder walker) {
    long[] registers = stack.registers.clone();
    ByteBuffer copy = ByteBuffer.allocate(stack.copy.capacity()).order(stack.copy.order());
    copy.put(stack.copy.duplicate().clear()).clear();
    copy.limit(dice.nextInt(8) == 0 ? dice.nextInt(copy.capacity()) : copy.capacity());
    for (int wounds = dice.nextInt(8); wounds > 0 && copy.limit() >= 4096; wounds--) {
      int place = dice.nextInt(4096 / Long.BYTES) * Long.BYTES;
      copy.putLong(place, changed(copy.getLong(place), copy));
    }
    if (dice.nextInt(4) == 0) {
      int register = dice.nextInt(registers.length);
      registers[register] = changed(registers[register], copy);
    }
    boolean wild = dice.nextInt(16) == 0;
    UnwindRule rule = anyRule();
    UnwindTable wildTable =
        new UnwindTable(
            new int[] {0}, new char[] {0}, java.util.List.of(rule), 1, java.util.List.of());
    WalkEnd end =
        walker.walk(
            stack.pc,
            registers,
            copy,
            address -> wild ? new Code.Covered(wildTable, 0) : stack.at(address));
    assertThat(walker.frames()).isLessThanOrEqualTo(StackUnwinder.MOST_FRAMES);
    ends.add(end);
  }

  private UnwindRule anyRule() {
    UnwindRule.Cfa[] frames = UnwindRule.Cfa.values();
    UnwindRule.Saved[] saved = UnwindRule.Saved.values();
    return new UnwindRule(
        frames[dice.nextInt(frames.length)],
        dice.nextInt(256),
        anyOffset(),
        anyOffset(),
        saved[dice.nextInt(saved.length)],
        anyOffset(),
        saved[dice.nextInt(saved.length)],
        anyOffset());
  }

  private int anyOffset() {
    return dice.nextInt(4) == 0 ? dice.nextInt() : dice.nextInt(64) - 32;
  }

  private long changed(long value, ByteBuffer copy) {
    return switch (dice.nextInt(5)) {
      case 0 -> dice.nextLong();
      case 1 -> value ^ (1L << dice.nextInt(Long.SIZE));
      case 2 -> value + dice.nextInt(257) - 128;
      case 3 -> copy.limit() < 4096 ? 0 : copy.getLong(dice.nextInt(512) * 8);
      default -> LIMITS[dice.nextInt(LIMITS.length)];
    };
  }
}
