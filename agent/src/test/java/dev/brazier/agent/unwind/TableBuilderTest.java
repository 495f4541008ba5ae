package dev.brazier.agent.unwind;

import static dev.brazier.agent.unwind.Sightings.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableBuilderTest {

  private static final String BUILD = "aa11";

  private final FakeTableStore store = new FakeTableStore(1_000);
  private final FakeUnwindFiles files = new FakeUnwindFiles();
  private long now;
  private final TableBuilder builder = new TableBuilder(store, files, () -> now);

  @Test
  void whatSamplesMetIsMadeBeforeTheRest() {
    files.with(1, 10, 5).with(2, 20, 5).with(3, 30, 5);
    builder.mapped(List.of(file(1), file(2)), HotFiles.none());
    builder.sampled(file(3));

    buildAll();

    assertThat(files.compiled).containsExactly(3, 1, 2);
    assertThat(builder.facts().files()).isEqualTo(3);
  }

  @Test
  void aHugeMappedFileWaitsForTheOthers() {
    files.with(1, TableQueue.HUGE_BYTES + 1, 5).with(2, 20, 5);
    builder.mapped(List.of(file(1), file(2)), HotFiles.none());

    buildAll();

    assertThat(files.compiled).containsExactly(2, 1);
  }

  @Test
  void filesOfOneBuildShareATable() {
    files.with(1, 5, BUILD).with(2, 5, BUILD).with(3, 5, "bb22");
    for (int file = 1; file <= 3; file++) {
      builder.sampled(file(file));
    }

    buildAll();

    assertThat(files.compiled).containsExactly(1, 3);
    assertThat(store.files).containsEntry(2, store.files.get(1));
    assertThat(builder.facts().tables()).isEqualTo(2);
    assertThat(builder.facts().files()).isEqualTo(3);
  }

  @Test
  void aFileWithoutUnwindInformationIsSaidToHaveNone() {
    files.with(1, 10, 0).with(2, 10, FakeUnwindFiles.NOT_ELF);
    builder.sampled(file(1));
    builder.sampled(file(2));

    buildAll();

    assertThat(store.files).containsEntry(1, "none").containsEntry(2, "none");
    assertThat(builder.facts().malformed()).isEmpty();
  }

  @Test
  void aMalformedFileIsReadOnceAndRefusedFromThenOn() {
    files.with(1, 10, FakeUnwindFiles.MALFORMED);
    builder.sampled(file(1));
    buildAll();
    store.files.clear();

    builder.sampled(file(1));
    buildAll();

    assertThat(files.compiled).containsExactly(1);
    assertThat(store.files).containsEntry(1, "refused");
    assertThat(builder.facts().malformed()).singleElement().asString().startsWith("file1: ");
  }

  @Test
  void theMalformedFileThatIsSampledMostIsNamedFirst() {
    files.with(1, 10, FakeUnwindFiles.MALFORMED).with(2, 10, FakeUnwindFiles.MALFORMED);
    builder.sampled(file(1));
    builder.sampled(file(2));
    buildAll();

    builder.seen(new int[] {1, 2});
    builder.seen(new int[] {2});

    assertThat(builder.facts().malformed().get(0)).startsWith("file2: ");
  }

  @Test
  void aFileThatCannotBeOpenedIsCounted() {
    builder.sampled(file(1));
    builder.mapped(List.of(file(2)), HotFiles.none());
    buildAll();

    assertThat(store.files).containsOnlyKeys(1).containsEntry(1, "refused");
    assertThat(builder.facts().unreachable()).isEqualTo(1);
  }

  @Test
  void preparedTablesAreUsedAtOnce() {
    files.with(1, 5, BUILD).with(2, 5, "bb22").with(3, 5, BUILD);
    builder.prepared(Inode.of(file(1)), identity(1), FakeUnwindFiles.rows(5));

    builder.usePrepared(List.of(file(1), file(2), file(3)));
    assertThat(store.files).containsOnlyKeys(1);

    builder.mapped(List.of(file(1), file(2), file(3)), HotFiles.none());
    buildAll();
    assertThat(files.compiled).as("file 3 is of the same build").containsExactly(2);
    assertThat(store.files).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void mappedFilesTakeNoRoomFromSampledOnes() {
    files.with(1, 900, 900).with(2, 200, 200).with(3, 50, 50);
    builder.mapped(List.of(file(1), file(2), file(3)), HotFiles.none());
    buildAll();
    assertThat(store.files).as("the room is full").containsOnlyKeys(1);

    builder.sampled(file(2));
    buildAll();
    assertThat(store.files).containsEntry(1, "pending");
    assertThat(builder.facts().evicted()).isEqualTo(1);
    assertThat(builder.facts().noRoom()).isZero();
  }

  @Test
  void whatFoundNoRoomIsTriedAgainWhenSamplesStillMeetIt() {
    files.with(1, 900, 900).with(2, 200, 200);
    builder.sampled(file(1));
    buildAll();
    builder.sampled(file(2));
    buildAll();
    assertThat(store.files).containsEntry(2, "refused");
    assertThat(builder.facts().noRoom()).isEqualTo(1);

    builder.seen(new int[] {2});
    buildAll();
    assertThat(store.files).as("too soon").containsEntry(2, "refused");

    now += TableRefusals.RETRY_NANOS;
    builder.seen(new int[] {2});
    buildAll();
    assertThat(store.files).containsEntry(1, "pending").containsEntry(2, "table 2.0");
    assertThat(builder.facts().noRoom()).as("it is not forgotten").isEqualTo(1);
  }

  @Test
  void anEvictedTableIsMadeAgainWhenTheKernelAsks() {
    files.with(1, 900, 900).with(2, 200, 200);
    builder.sampled(file(1));
    buildAll();
    now += TableShelf.IN_USE_NANOS;
    builder.sampled(file(2));
    buildAll();
    now += TableShelf.IN_USE_NANOS;

    builder.sampled(file(1));
    buildAll();

    assertThat(files.compiled).containsExactly(1, 2, 1);
    assertThat(store.files).containsEntry(1, "table 3.0").containsEntry(2, "pending");
  }

  private Optional<CodeIdentity> identity(int fileId) {
    try {
      return files.open(file(fileId)).orElseThrow().identity();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void buildAll() {
    while (!builder.isIdle()) {
      builder.buildNext();
    }
  }
}
