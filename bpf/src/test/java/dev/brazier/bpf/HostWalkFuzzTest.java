package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Stacks of hostile processes and tables gone wrong: whatever it is given, the walk ends, and stays
 * inside of what it was given. {@code -Dbrazier.fuzz.rounds=1000000} takes longer.
 */
final class HostWalkFuzzTest {
  private static final int ROUNDS = Integer.getInteger("brazier.fuzz.rounds", 100_000);

  /** In each frame: its code, the CFA, two saved registers, and of a signal two reads more. */
  private static final int MOST_READS = 6 * HostWalk.MOST_FRAMES;

  /** What damage brings about, given enough rounds. */
  private static final Set<StackEnd> REACHABLE =
      EnumSet.of(
          StackEnd.ROOT,
          StackEnd.BROKEN_CHAIN,
          StackEnd.NO_TABLE,
          StackEnd.NO_CFI,
          StackEnd.UNSUPPORTED,
          StackEnd.STACK_UNREADABLE,
          StackEnd.NOT_GROWING,
          StackEnd.GENERATED_CODE,
          StackEnd.REGISTER_LOST);

  @Test
  void endsInsideOfWhateverItIsGiven() {
    List<Snapshot> snapshots = new ArrayList<>(Snapshots.all());
    snapshots.add(HostWalkOnArmTest.inSignalHandler().snapshot());
    Set<StackEnd> ends = EnumSet.noneOf(StackEnd.class);
    Random dice = new Random(71);
    for (int i = 0; i < snapshots.size(); i++) {
      Snapshot snapshot = snapshots.get(i);
      HostWalk walk = HostWalk.ofStacksOf(snapshot.machine());
      HostInput input = new HostInput(snapshot.thread(), snapshot.memory(), snapshot.hostTables());
      Damage damage = new Damage(input, dice);
      for (int round = 0; round < ROUNDS / snapshots.size(); round++) {
        damage.inflict();
        WalkedStack walked = walk.walk(input);
        check(walked, snapshot.about(), round);
        ends.add(walked.end());
        damage.repair();
      }
      assertThat(walk.walk(input).words()).as(snapshot.about()).hasSizeGreaterThan(1);
    }
    assertThat(ends).containsAll(REACHABLE);
  }

  private static void check(WalkedStack walked, String about, int round) {
    // Not by assertions, which take longer than the walk.
    boolean sound =
        walked.faults() == 0
            && walked.reads() <= MOST_READS
            && walked.words().size() <= HostWalk.MOST_FRAMES
            && walked.end() != StackEnd.UNSTATED;
    if (!sound) {
      throw new AssertionError("round %d of %s: %s".formatted(round, about, walked));
    }
  }

  /** Bytes that are changed and changed back. */
  private static final class Damage {
    private static final int MOST_WOUNDS = 8;
    private static final long[] LIMITS = {
      0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x7fff_ffff_7fff_ffffL, 0x8000_0000_8000_0000L
    };

    private final List<ByteBuffer> parts;
    private final Random dice;
    private final ByteBuffer[] wounded = new ByteBuffer[MOST_WOUNDS];
    private final int[] places = new int[MOST_WOUNDS];
    private final long[] before = new long[MOST_WOUNDS];
    private int wounds;

    /** Of registers, stack, mappings, index, rows, rules and slots; pointers and counts stay. */
    Damage(HostInput input, Random dice) {
      this.dice = dice;
      UnwindMemory memory = input.memory();
      parts =
          List.of(
              slice(input.process(), HostInput.PC, input.process().capacity()),
              input.blocks(),
              input.blocks(),
              input.mappings(),
              used(memory.rows().whole()),
              used(memory.index().whole()),
              used(memory.rules()),
              used(memory.rules()),
              used(memory.tables()));
    }

    /** Up to the last byte that is not zero, and a little more. */
    private static ByteBuffer used(ByteBuffer part) {
      int end = part.capacity();
      while (end > 0 && part.get(end - 1) == 0) {
        end--;
      }
      return slice(part, 0, Math.min(part.capacity(), end + 64));
    }

    private static ByteBuffer slice(ByteBuffer bytes, int from, int to) {
      return bytes.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    void inflict() {
      wounds = 1 + dice.nextInt(MOST_WOUNDS);
      for (int i = 0; i < wounds; i++) {
        ByteBuffer part = parts.get(dice.nextInt(parts.size()));
        int place = dice.nextInt(part.capacity() / Long.BYTES) * Long.BYTES;
        wounded[i] = part;
        places[i] = place;
        before[i] = part.getLong(place);
        part.putLong(place, changed(part, before[i]));
      }
    }

    private long changed(ByteBuffer part, long value) {
      return switch (dice.nextInt(6)) {
        case 0 -> dice.nextLong();
        case 1 -> value ^ (1L << dice.nextInt(Long.SIZE));
        case 2 -> value + dice.nextInt(257) - 128;
        case 3 -> part.getLong(dice.nextInt(part.capacity() / Long.BYTES) * Long.BYTES);
        case 4 -> value ^ (long) dice.nextInt(256) << (8 * dice.nextInt(Long.BYTES));
        default -> LIMITS[dice.nextInt(LIMITS.length)];
      };
    }

    /** Last change first, as two may have met. */
    void repair() {
      while (wounds > 0) {
        wounds--;
        wounded[wounds].putLong(places[wounds], before[wounds]);
      }
    }
  }
}
