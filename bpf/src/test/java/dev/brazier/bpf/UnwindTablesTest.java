package dev.brazier.bpf;

import static dev.brazier.bpf.FakeFileStates.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.bpf.UnwindTables.Shortage;
import dev.brazier.bpf.UnwindTables.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class UnwindTablesTest {
  private static final long GRACE_NANOS = TableSpace.GRACE.toNanos();

  private final UnwindMemory memory = memory(1000, 200, 250, 8);
  private final TableLookup kernel = new TableLookup(memory);
  private final FakeFileStates files = new FakeFileStates();
  private long nanos = -5;
  private final UnwindTables tables = new UnwindTables(memory, files, () -> nanos);

  private static UnwindMemory memory(int rows, int index, int rules, int slots) {
    return new UnwindMemory(
        ByteBuffer.allocateDirect(rows * 4),
        ByteBuffer.allocateDirect(index * 4),
        ByteBuffer.allocateDirect(rules * 24),
        ByteBuffer.allocateDirect(slots * 16),
        new CloseStack());
  }

  /** Rows one byte apart, all but the last with one rule. */
  private static UnwindRows rows(int size, WalkRule rule) {
    char[] rules = new char[size];
    rules[size - 1] = 1;
    return new UnwindRows(
        LongStream.range(0, size).toArray(), rules, List.of(rule, WalkRule.NO_CFI));
  }

  private static UnwindRows rows(int size) {
    return rows(size, RandomRows.rule(8));
  }

  private static TableHandle stored(UnwindTables tables, UnwindRows rows) {
    return ((Stored.At) tables.store(rows)).table();
  }

  private TableHandle stored(UnwindRows rows) {
    return stored(tables, rows);
  }

  @Test
  void findsTheRuleOfEveryPlaceInRandomTables() {
    RandomRows random = new RandomRows(21);
    UnwindMemory large = memory(1 << 16, 1 << 17, 65_536, 64);
    UnwindTables many = new UnwindTables(large, files, () -> nanos);
    TableLookup lookup = new TableLookup(large);
    for (int round = 0; round < 300; round++) {
      UnwindRows rows = random.next(300);
      if (many.store(rows) instanceof Stored.At at) {
        for (int i = 0; i < 200; i++) {
          long place = random.place(rows);
          assertThat(lookup.rule(at.table().word(), place)).contains(RandomRows.rule(rows, place));
        }
        if (round % 2 == 0) {
          many.remove(at.table());
        }
      }
      nanos += GRACE_NANOS;
    }
    assertThat(many.usage().tables().used()).isGreaterThan(20);
  }

  @Test
  void keepsManyTablesApartWhileTheyComeAndGo() {
    Random dice = new Random(22);
    RandomRows random = new RandomRows(23);
    Map<TableHandle, UnwindRows> live = new HashMap<>();
    for (int round = 0; round < 3000; round++) {
      if (dice.nextBoolean()) {
        UnwindRows rows = random.next(1 + dice.nextInt(200));
        if (tables.store(rows) instanceof Stored.At at) {
          assertThat(live.put(at.table(), rows)).isNull();
        }
      } else if (!live.isEmpty()) {
        TableHandle oldest = live.keySet().iterator().next();
        live.remove(oldest);
        tables.remove(oldest);
        assertThat(kernel.rule(oldest.word(), 0)).isEmpty();
      }
      live.forEach(
          (handle, rows) -> {
            long place = random.place(rows);
            assertThat(kernel.rule(handle.word(), place)).contains(RandomRows.rule(rows, place));
          });
      assertThat(tables.usage().tables().used()).isEqualTo(live.size());
      nanos += dice.nextLong(GRACE_NANOS);
    }
    List.copyOf(live.keySet()).forEach(tables::remove);
    nanos += GRACE_NANOS;
    assertThat(tables.store(rows(1000))).isInstanceOf(Stored.At.class);
  }

  @Test
  void takesOneMoreRowWhereTheFirstDoesNotBeginItsGranule() {
    WalkRule rule = RandomRows.rule(16);
    UnwindRows rows =
        new UnwindRows(
            new long[] {0x1234, 0x2000}, new char[] {0, 1}, List.of(rule, WalkRule.NO_CFI));

    int handle = stored(rows).word();

    assertThat(kernel.rule(handle, 0xfff)).contains(WalkRule.NO_CFI);
    assertThat(kernel.rule(handle, 0x1000)).contains(WalkRule.NO_CFI);
    assertThat(kernel.rule(handle, 0x1233)).contains(WalkRule.NO_CFI);
    assertThat(kernel.rule(handle, 0x1234)).contains(rule);
    assertThat(kernel.rule(handle, 0x1fff)).contains(rule);
    assertThat(kernel.rule(handle, 0x2000)).contains(WalkRule.NO_CFI);
    assertThat(kernel.rule(handle, 0xf_ffff_ffffL)).contains(WalkRule.NO_CFI);
    assertThat(tables.usage().rows().used()).isEqualTo(4);
  }

  @Test
  void tellsWhatIsUsed() {
    UnwindUsage.Share none = new UnwindUsage.Share(0, 1000);
    assertThat(tables.usage().rows()).isEqualTo(none);
    assertThat(tables.usage().index()).isEqualTo(new UnwindUsage.Share(0, 200));
    assertThat(tables.usage().tables()).isEqualTo(new UnwindUsage.Share(0, 7));
    assertThat(tables.usage().capacityBytes()).isEqualTo(4800);

    TableHandle handle = stored(rows(11));

    assertThat(tables.usage().rows().used()).isEqualTo(12);
    assertThat(tables.usage().index().used()).isEqualTo(2);
    assertThat(tables.usage().tables().used()).isEqualTo(1);
    assertThat(tables.usage().rules()).isEqualTo(new UnwindUsage.Share(2, 250));
    assertThat(tables.usage().bytes()).isEqualTo(56);
    tables.remove(handle);
    assertThat(tables.usage().rows()).isEqualTo(none);
    assertThat(tables.usage().rules().used()).isEqualTo(2);
  }

  @Test
  void tellsWhatThereIsTooLittleOf() {
    UnwindRows sparse =
        new UnwindRows(
            new long[] {0, 200 * 1024},
            new char[] {0, 1},
            List.of(RandomRows.rule(8), WalkRule.NO_CFI));
    assertThat(tables.store(rows(1001))).isEqualTo(new Stored.Full(Shortage.ROWS, 1001, 1000, 0));
    assertThat(tables.store(sparse)).isEqualTo(new Stored.Full(Shortage.INDEX, 202, 200, 0));
    List<WalkRule> rules =
        IntStream.range(0, 251)
            .mapToObj(i -> i == 0 ? WalkRule.NO_CFI : RandomRows.rule(i))
            .toList();
    assertThat(tables.store(new UnwindRows(new long[1], new char[1], rules)))
        .isEqualTo(new Stored.Full(Shortage.RULES, 250, 250, 0));

    IntStream.range(0, 7).forEach(i -> stored(rows(1)));
    assertThat(tables.store(rows(1))).isEqualTo(new Stored.Full(Shortage.TABLES, 1, 7, 0));
    assertThat(tables.usage().tables().used()).isEqualTo(7);
  }

  @Test
  void usesRemovedMemoryAgainAfterAWhile() {
    TableHandle first = stored(rows(900));
    nanos += 1_000_000;
    tables.remove(first);

    nanos += GRACE_NANOS - 1;
    assertThat(tables.store(rows(200))).isEqualTo(new Stored.Full(Shortage.ROWS, 200, 1000, 900));
    TableHandle beside = stored(rows(50));
    assertThat(beside.slot()).isNotEqualTo(first.slot());
    nanos += 1;
    TableHandle again = stored(rows(200));

    assertThat(again.slot()).isEqualTo(first.slot());
    assertThat(again).isNotEqualTo(first);
    assertThat(kernel.rule(first.word(), 0)).isEmpty();
    assertThat(kernel.rule(again.word(), 0)).isPresent();
  }

  @Test
  void letsManyFilesUseOneTable() {
    TableHandle shared = stored(rows(5));
    TableHandle other = stored(rows(6));
    tables.use(file(1), shared);
    tables.use(file(2), shared);
    tables.use(file(3), other);
    assertThat(files.table(1)).isEqualTo(shared.word());
    assertThat(files.table(2)).isEqualTo(shared.word());

    tables.remove(shared);

    assertThat(files.table(1)).isZero();
    assertThat(files.table(2)).isZero();
    assertThat(files.table(3)).isEqualTo(other.word());
  }

  @Test
  void leavesAloneFilesThatUseAnotherTableByNow() {
    TableHandle first = stored(rows(5));
    TableHandle second = stored(rows(6));
    IntStream.rangeClosed(1, 4).forEach(id -> tables.use(file(id), first));
    tables.use(file(1), second);
    tables.none(file(2));
    tables.refuse(file(3));
    tables.use(file(4), first);

    tables.remove(first);

    assertThat(files.table(1)).isEqualTo(second.word());
    assertThat(files.table(2)).isEqualTo(1 << 14);
    assertThat(files.table(3)).isEqualTo(2 << 14);
    assertThat(files.table(4)).isZero();
  }

  @Test
  void refusesTablesThatAreNotThere() {
    TableHandle removed = stored(rows(5));
    tables.remove(removed);

    assertThatThrownBy(() -> tables.use(file(1), removed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table 1.1 is not stored");
    assertThatThrownBy(() -> tables.remove(removed)).isInstanceOf(IllegalArgumentException.class);
    assertThat(files.table(1)).isZero();
  }

  @Test
  void keepsATableThatTheKernelDoesNotLetGo() {
    TableHandle handle = stored(rows(5));
    tables.use(file(1), handle);
    files.refuse(true);
    assertThatThrownBy(() -> tables.remove(handle)).isInstanceOf(BpfException.class);
    assertThatThrownBy(() -> tables.none(file(1))).isInstanceOf(BpfException.class);
    assertThat(kernel.rule(handle.word(), 0)).isPresent();

    files.refuse(false);
    tables.remove(handle);

    assertThat(files.table(1)).isZero();
    assertThat(kernel.rule(handle.word(), 0)).isEmpty();
  }

  @Test
  void givesASlotsTablesDifferentHandlesUntilTheSerialNumberWraps() {
    TableHandle last = stored(rows(1));
    assertThat(last).isEqualTo(TableHandle.of(1, 1));
    List<TableHandle> handles = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tables.remove(last);
      nanos += GRACE_NANOS;
      last = stored(rows(1));
      handles.add(last);
    }
    assertThat(handles).doesNotHaveDuplicates().allMatch(handle -> handle.slot() == 1);
    int greatest = (1 << 18) - 1;
    assertThat(TableHandle.serialAfter(greatest)).isEqualTo(1);
    assertThat(TableHandle.serialAfter(greatest - 1)).isEqualTo(greatest);
    TableHandle extreme = TableHandle.of((1 << 14) - 1, greatest);
    assertThat(extreme.word()).isEqualTo(-1);
    assertThat(extreme.slot()).isEqualTo((1 << 14) - 1);
    assertThat(extreme.serial()).isEqualTo(greatest);
  }

  @Test
  void refusesToWriteToMemoryThatIsNoLongerShared() {
    TableHandle handle = stored(rows(5));
    tables.close();
    tables.close();

    assertThatThrownBy(() -> tables.store(rows(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the unwind tables are closed");
    assertThatThrownBy(() -> tables.use(file(1), handle)).hasMessageContaining("closed");
    assertThatThrownBy(() -> tables.remove(handle)).hasMessageContaining("closed");
    assertThat(tables.usage().tables().used()).isEqualTo(1);
  }
}
