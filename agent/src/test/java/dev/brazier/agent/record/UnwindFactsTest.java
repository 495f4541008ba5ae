package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.record.RecordingConfig.Unwind;
import dev.brazier.agent.unwind.TableFacts;
import dev.brazier.bpf.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnwindFactsTest {

  private static final long MEMORY = 64 << 20;

  @Test
  void saysHowManyFilesHaveTables() {
    TableFacts tables = new TableFacts(214, 200, 6_400_000, 0, 0, List.of(), 0, 0, List.of());
    UnwindFacts facts = new UnwindFacts(Engine.TABLES, Unwind.AUTO, MEMORY, 0, tables);

    assertThat(facts.engineLine())
        .isEqualTo("BPF, unwind tables (214 files, 6.1 MB), frame pointers where code has none");
    assertThat(facts.notes()).isEmpty();
  }

  @Test
  void saysThatFramePointersWereAskedFor() {
    UnwindFacts facts =
        new UnwindFacts(Engine.LOCATED, Unwind.FRAME_POINTERS, MEMORY, 0, TableFacts.NONE);

    assertThat(facts.engineLine())
        .isEqualTo(
            "BPF, frame pointers as asked for with --unwind=fp, frames located in the kernel");
    assertThat(facts.notes()).isEmpty();
  }

  @Test
  void saysWhatWorksWithoutBpf() {
    assertThat(new UnwindFacts(Engine.PERF, Unwind.AUTO, MEMORY, 0, TableFacts.NONE).engineLine())
        .isEqualTo("perf events without BPF, frame pointers, frames located through /proc");
    assertThat(new UnwindFacts(Engine.OWN, Unwind.AUTO, MEMORY, 0, TableFacts.NONE).engineLine())
        .startsWith("perf events of this user's own processes, user frames only");
  }

  @Test
  void saysThatCopiesAreWalked() {
    TableFacts tables = new TableFacts(5, 5, 1_500_000, 0, 0, List.of(), 1, 0, List.of());
    UnwindFacts facts = new UnwindFacts(Engine.PERF, Unwind.AUTO, MEMORY, 16 << 10, tables);

    assertThat(facts.engineLine())
        .isEqualTo(
            "perf events without BPF, copies of stacks (16 KiB), unwind tables (5 files, 1.4 MB),"
                + " frame pointers where code has none, frames located through /proc");
    assertThat(facts.notes()).containsExactly("1 file could not be read for its unwind table");
  }

  @Test
  void tellsOfEverythingThatWentWrong() {
    TableFacts tables =
        new TableFacts(
            5, 5, 1_000, 12, 3, List.of("a.so: bad", "b.so: worse"), 1, 0, List.of("EPERM"));

    assertThat(new UnwindFacts(Engine.TABLES, Unwind.AUTO, 1 << 20, 0, tables).notes())
        .containsExactly(
            "3 files found no room for their unwind tables at times, as those in use filled"
                + " --unwind-memory=1M",
            "12 unwind tables that were not in use gave way to others",
            "2 files have malformed unwind information, the most sampled: a.so: bad",
            "1 file could not be read for its unwind table",
            "no unwind tables were made from some time on: EPERM");
  }
}
