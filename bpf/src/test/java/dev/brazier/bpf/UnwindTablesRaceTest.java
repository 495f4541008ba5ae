package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.UnwindLayout.UnwindTable;
import dev.brazier.bpf.UnwindTables.Stored;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Walks look rules up while tables come and go under them. There is room for two tables, which take
 * turns, and what one leaves is used again at once: harder than it ever is.
 */
final class UnwindTablesRaceTest {
  private static final int ROUNDS = 3000;
  private static final int ROWS = 4096;
  private static final int SLOTS = 2;

  private final UnwindMemory memory =
      new UnwindMemory(
          ByteBuffer.allocateDirect(SLOTS * ROWS * Integer.BYTES),
          ByteBuffer.allocateDirect(SLOTS * (ROWS / 1024 + 2) * Integer.BYTES),
          ByteBuffer.allocateDirect((ROUNDS + 1) * RuleDictionary.STRIDE),
          ByteBuffer.allocateDirect((1 + SLOTS) * UnwindTable.BYTES),
          new CloseStack());
  private final long[] offsets = LongStream.range(0, ROWS).toArray();
  private final char[] rules = new char[ROWS];
  private long nanos;
  private volatile boolean done;

  @Test
  void neverShowAWalkHalfATable() throws Exception {
    rules[ROWS - 1] = 1;
    CompletableFuture<Long> found = CompletableFuture.supplyAsync(this::walk);
    UnwindTables tables = new UnwindTables(memory, new FakeFileStates(), () -> nanos);
    TableHandle before = stored(tables, 0);
    for (int round = 1; round < ROUNDS && !found.isDone(); round++) {
      TableHandle handle = stored(tables, round);
      tables.remove(before);
      nanos += TableSpace.GRACE.toNanos();
      before = handle;
    }
    done = true;

    assertThat(found.get(30, TimeUnit.SECONDS)).isPositive();
  }

  /** A table whose rule tells the round. */
  private TableHandle stored(UnwindTables tables, int round) {
    List<WalkRule> dictionary = List.of(RandomRows.rule(round), WalkRule.NO_CFI);
    UnwindRows rows = new UnwindRows(offsets, rules, dictionary);
    TableHandle handle = ((Stored.At) tables.store(rows)).table();
    assertThat(roundOf(handle)).isEqualTo(round);
    return handle;
  }

  private static int roundOf(TableHandle handle) {
    return (handle.serial() - 1) * SLOTS + handle.slot() - 1;
  }

  /** Uses each table that it sees until it is gone; how many rules were found, all right. */
  private long walk() {
    TableLookup kernel = new TableLookup(memory);
    Random random = new Random(41);
    long found = 0;
    while (!done || found == 0) {
      int slot = 1 + random.nextInt(SLOTS);
      int handle = memory.tables().getInt(slot * UnwindTable.BYTES + UnwindTable.HANDLE);
      WalkRule expected = RandomRows.rule(roundOf(new TableHandle(handle)));
      Optional<WalkRule> rule;
      do {
        rule = kernel.rule(handle, random.nextInt(ROWS - 1));
        if (rule.isPresent() && !rule.get().equals(expected)) {
          throw new AssertionError(expected + " was expected, not " + rule.get());
        }
        found += rule.isPresent() ? 1 : 0;
      } while (rule.isPresent() && !done);
    }
    return found;
  }
}
