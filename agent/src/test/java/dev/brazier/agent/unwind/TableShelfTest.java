package dev.brazier.agent.unwind;

import static dev.brazier.agent.unwind.Sightings.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.unwind.TableShelf.Table;
import dev.brazier.bpf.UnwindRows;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableShelfTest {

  private final FakeTableStore store = new FakeTableStore(100);
  private long now;
  private final TableShelf shelf = new TableShelf(store, () -> now);

  @Test
  void whatWasNotSampledForLongestGivesWay() {
    sampledNow(1, 40);
    pass(1);
    sampledNow(2, 40);
    pass(TableShelf.IN_USE_NANOS);

    sampledNow(3, 40);

    assertThat(store.files).containsEntry(1, "pending").containsEntry(2, "table 2.0");
    assertThat(shelf.has(file(1))).isFalse();
    assertThat(shelf.has(file(3))).isTrue();
    assertThat(shelf.evicted()).isEqualTo(1);
  }

  @Test
  void whatASampleMetJustNowStays() {
    sampledNow(1, 40);
    sampledNow(2, 40);
    pass(TableShelf.IN_USE_NANOS);
    shelf.sampled(new int[] {1});

    sampledNow(3, 40);

    assertThat(store.files).containsEntry(1, "table 1.0").containsEntry(2, "pending");
  }

  @Test
  void whatNoSampleEverMetGivesWayFirst() {
    shelf.use(file(1), shelf.put(Optional.empty(), rows(40)).orElseThrow());
    now = -1_000 * TableShelf.IN_USE_NANOS; // clocks may count from anywhere
    sampledNow(2, 40);
    pass(TableShelf.IN_USE_NANOS);

    sampledNow(3, 40);

    assertThat(store.files).containsEntry(1, "pending").containsEntry(2, "table 2.0");
  }

  @Test
  void thereIsNoRoomWhileEverythingIsInUse() {
    sampledNow(1, 60);

    assertThat(shelf.putMakingRoom(Optional.empty(), rows(60))).isEmpty();
    assertThat(store.files).containsEntry(1, "table 1.0");
    assertThat(shelf.evicted()).isZero();
  }

  @Test
  void nothingGivesWayForATableThatCanNeverFit() {
    sampledNow(1, 60);
    pass(TableShelf.IN_USE_NANOS);

    assertThat(shelf.putMakingRoom(Optional.empty(), rows(101))).isEmpty();
    assertThat(shelf.has(file(1))).isTrue();
  }

  @Test
  void asManyGiveWayAsItTakesAndAFewMore() {
    for (int file = 1; file <= 50; file++) {
      sampledNow(file, 2);
    }
    pass(TableShelf.IN_USE_NANOS);

    sampledNow(51, 2);

    assertThat(shelf.evicted()).as("an eighth of the room").isBetween(6, 7);
    assertThat(shelf.has(file(51))).isTrue();
  }

  @Test
  void nothingGivesWayForAMappedFile() {
    sampledNow(1, 60);
    pass(TableShelf.IN_USE_NANOS);

    assertThat(shelf.put(Optional.empty(), rows(60))).isEmpty();
    assertThat(shelf.has(file(1))).isTrue();
  }

  @Test
  void aFileThatChangesItsTableLeavesTheOther() {
    Table first = sampledNow(1, 10);
    sampledNow(1, 20);
    shelf.use(file(2), first);

    assertThat(shelf.files()).isEqualTo(2);
    assertThat(store.files).containsEntry(1, "table 2.0").containsEntry(2, "table 1.0");
  }

  private Table sampledNow(int fileId, int rows) {
    Table table = shelf.putMakingRoom(Optional.empty(), rows(rows)).orElseThrow();
    shelf.useNow(file(fileId), table);
    return table;
  }

  private void pass(long nanos) {
    now += nanos;
  }

  private static UnwindRows rows(int count) {
    return FakeUnwindFiles.rows(count);
  }
}
