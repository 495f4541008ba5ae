package dev.brazier.bpf;

import dev.brazier.bpf.UnwindTables.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Storing an unwind table and removing it again, among others that stay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableStoring {
  private static final int RULES = 1500;
  private static final int OTHERS = 200;

  /** Of libc, libjvm and node. */
  @Param({"23000", "130000", "277000"})
  private int rows;

  private long nanos;
  private final UnwindTables tables =
      new UnwindTables(
          new UnwindMemory(
              ByteBuffer.allocateDirect(56 << 20),
              ByteBuffer.allocateDirect(8 << 20),
              ByteBuffer.allocateDirect(65_536 * RuleDictionary.STRIDE),
              ByteBuffer.allocateDirect(16_384 * UnwindLayout.UnwindTable.BYTES),
              new CloseStack()),
          new NoFiles(),
          () -> nanos);

  private static final class NoFiles implements FileStates {
    @Override
    public void publish(FileSighting file, int table) {}

    @Override
    public void withdraw(FileSighting file) {}
  }

  private final Random random = new Random(1);
  private final List<WalkRule> dictionary = dictionary();
  private long[] offsets = new long[0];
  private char[] rules = new char[0];

  @Setup
  public void fillMemory() {
    List<TableHandle> others = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      fill(5000);
      others.add(store());
    }
    for (int i = 0; i < OTHERS; i += 2) {
      tables.remove(others.get(i));
    }
    fill(rows);
  }

  /** The checks of the rows included. */
  @Benchmark
  public void storeAndRemove() {
    tables.remove(store());
    nanos += TableSpace.GRACE.toNanos();
  }

  private TableHandle store() {
    return ((Stored.At) tables.store(new UnwindRows(offsets, rules, dictionary))).table();
  }

  private static List<WalkRule> dictionary() {
    List<WalkRule> all = new ArrayList<>(List.of(WalkRule.NO_CFI));
    for (int i = 1; i < RULES; i++) {
      all.add(
          new WalkRule(CfaRule.REGISTER, 7, 8 * i, 0, SavedRule.AT_CFA, -16, SavedRule.AT_CFA, -8));
    }
    return all;
  }

  /** As in libjvm, a row covers 118 bytes in the middle. */
  private void fill(int size) {
    offsets = new long[size];
    rules = new char[size];
    long offset = 4096;
    for (int row = 0; row < size - 1; row++) {
      offsets[row] = offset;
      rules[row] = (char) random.nextInt(RULES);
      offset += 1 + random.nextInt(235);
    }
    offsets[size - 1] = offset;
  }
}
