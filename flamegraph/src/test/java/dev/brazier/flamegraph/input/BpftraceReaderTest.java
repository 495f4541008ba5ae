package dev.brazier.flamegraph.input;

import static dev.brazier.flamegraph.input.Collapsed.read;
import static dev.brazier.flamegraph.input.Collapsed.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BpftraceReaderTest {
  /** What bpftrace 0.17 prints, its empty stacks and layouts of perf among it. */
  private static final String TEXT =
      """
      Attaching 2 probes...

      @c[java]: 89
      @h:\s
      [0]                    4 |@                                                   |
      [2, 4)                12 |@@@@                                                |

      @[,\s
          NodeHash::hash_find_insert(Node*)+160
          0x7f52952a3e40
          start_thread+773
      , C2 CompilerThre]: 1
      @[
          finish_task_switch+1
          ret_from_fork+17
      , , kworker/0:1]: 2
      @[, , swapper]: 4
      @[
          vfs_read+1
          ksys_read+95
      ,\s
          read+16
          main+34
      , b prog]: 7
      @u[
      \t7fca178bd661 Phase::Split(unsigned int)+1985 (/usr/lib/libjvm.so)
      \t7fca178bd661 0x7fca178bd661 ([unknown])
      , 31182, java]: 3
      """;

  @Test
  void readsMapsOfStacks() {
    InputTree input = read(TEXT);

    assertThat(input.report().format()).isEqualTo(InputFormat.BPFTRACE);
    assertThat(input.report().event()).isEqualTo("@");
    assertThat(input.report().events()).isEqualTo(Map.of("@", 4L, "@u", 1L));
    assertThat(text(input))
        .isEqualTo(
            """
            C2 CompilerThre;start_thread;[unknown];NodeHash::hash_find_insert(Node*) 1
            b prog;main;read;ksys_read_[k];vfs_read_[k] 7
            kworker/0:1;ret_from_fork_[k];finish_task_switch_[k] 2
            swapper 4""");
    assertThat(input.report().skipped()).isZero();
    assertThat(input.report().notes()).containsExactly("4 lines are no maps of stacks");
  }

  @Test
  void readsTheMapThatIsAskedFor() {
    assertThat(text(read(TEXT, InputOptions.DEFAULT.withEvent("u"))))
        .isEqualTo("31182, java;[unknown];Phase::Split(unsigned int) 3");
  }

  @Test
  void putsTheKernelsStackAtTheLeafWhicheverComesFirst() {
    assertThat(text(read("@[\n    main+1\n, \n    vfs_read+1\n    do_syscall_64+5\n, a]: 1\r\n")))
        .isEqualTo("a;main;do_syscall_64_[k];vfs_read_[k] 1");
  }

  @Test
  void reportsWhatHasNoCount() {
    InputTree input =
        read("@[\n    a+1\n]: count 3, total 9\n@[\n    b+1\n@[\n    c+1\n]: 5\n@[\n    d");

    assertThat(text(input)).isEqualTo("c 5");
    assertThat(input.report().firstSkipped())
        .extracting(SkippedRecord::toString)
        .containsExactly(
            "line 1: the value is not a number: \"count 3, total 9\"",
            "line 4: the key of a map without its value: \"@\"",
            "line 9: the key of a map without its value: \"@\"");
  }

  @Test
  void survivesDamage() {
    Mutations.survive(TEXT.getBytes(StandardCharsets.UTF_8), InputOptions.DEFAULT, 3_000);
  }
}
