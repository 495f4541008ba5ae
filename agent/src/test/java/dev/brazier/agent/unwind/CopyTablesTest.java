package dev.brazier.agent.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.unwind.CopyTables.Answer;
import dev.brazier.agent.unwind.CopyTables.Compilation;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.unwind.UnwindTable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CopyTablesTest {
  private static final long LONG = Duration.ofSeconds(20).toNanos();

  private static Answer finished(CopyTables tables, int file, Compilation compilation) {
    Answer first = tables.of(file, compilation);
    if (first instanceof Answer.Pending) {
      assertThat(tables.await(LONG)).isTrue();
    }
    return tables.of(file, compilation);
  }

  private static UnwindTable fail() {
    throw new IllegalStateException("compiled twice");
  }

  @Test
  void compilesAFileOnceAndBesideTheOneWhoAsks() {
    try (CopyTables tables = new CopyTables(1 << 20)) {
      assertThat(tables.of(7, UnwindTable::empty)).isInstanceOf(Answer.Pending.class);
      assertThat(tables.await(LONG)).isTrue();
      assertThat(tables.of(7, CopyTablesTest::fail)).isInstanceOf(Answer.Ready.class);
      assertThat(tables.collect()).isFalse();
    }
  }

  @Test
  void remembersWhatCannotBeRead() {
    try (CopyTables tables = new CopyTables(1 << 20)) {
      Answer gone =
          finished(
              tables,
              1,
              () -> {
                throw new IOException("gone");
              });
      Answer bad =
          finished(
              tables,
              2,
              () -> {
                throw new IllegalArgumentException("no ELF");
              });

      assertThat(gone).isEqualTo(new Answer.Unreadable(""));
      assertThat(bad).isEqualTo(new Answer.Unreadable("no ELF"));
      assertThat(tables.facts().unreachable()).isOne();
      assertThat(tables.facts().malformed()).containsExactly("no ELF");
    }
  }

  @Test
  void letsTheLeastRecentlyUsedGiveWay() throws IOException, MalformedElfException {
    UnwindTable table = ElfUnwindSource.ofVdso().table();
    assertThat(table.rows()).isPositive();
    try (CopyTables tables = new CopyTables(2 * table.memory())) {
      finished(tables, 1, () -> table);
      finished(tables, 2, () -> table);
      tables.of(1, CopyTablesTest::fail);
      finished(tables, 3, () -> table);

      assertThat(tables.of(1, CopyTablesTest::fail)).isInstanceOf(Answer.Ready.class);
      assertThat(tables.facts().evicted()).isOne();
      assertThat(tables.facts().files()).isEqualTo(2);
      assertThat(tables.facts().bytes()).isEqualTo(2 * table.memory());
      assertThat(finished(tables, 2, () -> table)).isInstanceOf(Answer.Ready.class);
    }
  }
}
