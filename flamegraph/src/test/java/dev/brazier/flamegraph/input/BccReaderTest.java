package dev.brazier.flamegraph.input;

import static dev.brazier.flamegraph.input.Collapsed.read;
import static dev.brazier.flamegraph.input.Collapsed.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BccReaderTest {
  private static final String PROFILE =
      """
      Sampling at 49 Hertz of all threads by user + kernel stack... Hit Ctrl-C to end.
      ^C
          filemap_map_pages
          handle_pte_fault
          --
          [unknown]
          main
          -                cp prog (9036)
              1

          copy_user_[k]
          ffffffff8104f45a native_safe_halt
          -                func_ab (13549)
              5

      """;

  @Test
  void readsWhatProfilePrints() {
    InputTree input = read(PROFILE);

    assertThat(input.report().format()).isEqualTo(InputFormat.BCC);
    assertThat(input.report().unit()).isEqualTo("samples");
    assertThat(text(input))
        .isEqualTo(
            """
            cp prog;main;[unknown];handle_pte_fault_[k];filemap_map_pages_[k] 1
            func_ab;native_safe_halt;copy_user_[k] 5""");
    assertThat(input.report().skipped()).isEqualTo(1);
  }

  @Test
  void readsWhatOffcputimeAndStackcountPrint() {
    String offcpu =
        "Tracing off-CPU time (us) of all threads by user stack... Hit Ctrl-C to end.\n";
    InputTree input = read(offcpu + "\n    schedule\n    -                sleep (7)\n        32\n");

    assertThat(text(input)).isEqualTo("sleep;schedule 32");
    assertThat(input.report().unit()).isEqualTo("microseconds");
    assertThat(
            text(
                read(
                    "Tracing 1 functions for \"x\"...\n\n  submit_bio\n  ext4\n    cksum [99]\n    7\n")))
        .isEqualTo("cksum;ext4;submit_bio 7");
  }

  @Test
  void reportsBlocksWithoutACount() {
    InputTree input = read(PROFILE + "    lonely\n    frames\n");

    assertThat(input.report().stacks()).isEqualTo(2);
    assertThat(input.report().firstSkipped().get(1).toString())
        .isEqualTo("line 16: a stack without a count: \"frames\"");
  }

  @Test
  void survivesDamage() {
    Mutations.survive(PROFILE.getBytes(StandardCharsets.UTF_8), InputOptions.DEFAULT, 3_000);
  }
}
