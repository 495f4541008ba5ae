package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.bpf.UnwindTables.Shortage;
import dev.brazier.bpf.UnwindTables.Stored;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unwind tables in the maps of the real object. */
final class UnwindTablesIT {
  private static final long BYTES = 1 << 20;

  private final CloseStack resources = new CloseStack();
  private final FakeFileStates files = new FakeFileStates();
  private BpfObject object;
  private UnwindMemory memory;
  private UnwindTables tables;

  @BeforeEach
  void load() throws IOException {
    object = resources.own(BpfObject.open("sample", TestObjects.sample()));
    UnwindMemory.size(object, BYTES);
    try {
      object.select("follow_fork").load();
    } catch (PermissionRefusedException e) {
      Assumptions.abort(e.getMessage());
    }
    memory = UnwindMemory.of(object);
    tables = resources.own(new UnwindTables(memory, files, System::nanoTime));
  }

  @AfterEach
  void close() {
    resources.close();
  }

  /** What a look-up by system call finds, so what the kernel has. */
  private long value(String map, int key) {
    return object.map(map).typed(Codec.U32, Codec.U64).get(key).orElseThrow();
  }

  @Test
  void takesAsMuchMemoryAsItIsGiven() {
    UnwindUsage usage = tables.usage();

    assertThat(usage.capacityBytes()).isEqualTo(BYTES);
    assertThat(usage.rows().capacity()).isEqualTo(7 * BYTES / 32);
    assertThat(usage.index().capacity()).isEqualTo(BYTES / 32);
    assertThat(usage.rules().capacity()).isEqualTo(65_536);
    assertThat(usage.tables().capacity()).isEqualTo(16_383);
  }

  @Test
  void writesWhereTheKernelReads() {
    RandomRows random = new RandomRows(31);
    TableLookup lookup = new TableLookup(memory);
    for (int round = 0; round < 50; round++) {
      UnwindRows rows = random.next(1000);
      int handle = ((Stored.At) tables.store(rows)).table().word();
      for (int i = 0; i < 100; i++) {
        long place = random.place(rows);
        assertThat(lookup.rule(handle, place)).contains(RandomRows.rule(rows, place));
      }
    }
    int last = Math.toIntExact(tables.usage().rows().used() / 2) - 1;
    for (int pair = 0; pair <= last; pair++) {
      assertThat(value("unwind_rows", pair)).isEqualTo(memory.rows().whole().getLong(8 * pair));
    }
    assertThat(value("unwind_rows", last + 1)).isZero();
    assertThat(value("unwind_index", 1)).isEqualTo(memory.index().whole().getLong(8));
  }

  @Test
  void fillsTheMemoryToItsEnd() {
    int all = Math.toIntExact(tables.usage().rows().capacity());
    long[] offsets = new long[all];
    char[] rules = new char[all];
    for (int row = 0; row < all; row++) {
      offsets[row] = row * 8L;
    }
    UnwindRows rows = new UnwindRows(offsets, rules, List.of(WalkRule.NO_CFI));

    TableHandle handle = ((Stored.At) tables.store(rows)).table();

    assertThat(tables.usage().rows().used()).isEqualTo(all);
    assertThat(value("unwind_rows", all / 2 - 1)).isNotZero();
    assertThat(tables.store(rows)).isEqualTo(new Stored.Full(Shortage.ROWS, all, all, 0));
    tables.remove(handle);
    assertThat(tables.store(rows)).isEqualTo(new Stored.Full(Shortage.ROWS, all, all, all));
  }

  @Test
  void tellsWhichMapCannotBeShared() {
    assertThatThrownBy(() -> SharedArray.of(object.map("files")))
        .isInstanceOf(BpfException.class)
        .hasMessageStartingWith("share BPF array files: ");
  }

  @Test
  void refusesSizesThatCannotBe() throws IOException {
    try (BpfObject opened = BpfObject.open("sample", TestObjects.sample())) {
      assertThatThrownBy(() -> UnwindMemory.size(opened, BYTES - 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unwind tables of 1048575 bytes");
      assertThatThrownBy(() -> UnwindMemory.size(opened, (2L << 30) + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
