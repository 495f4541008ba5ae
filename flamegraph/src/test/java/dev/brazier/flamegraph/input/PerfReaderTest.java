package dev.brazier.flamegraph.input;

import static dev.brazier.flamegraph.input.Collapsed.read;
import static dev.brazier.flamegraph.input.Collapsed.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.CallTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PerfReaderTest {
  private static final String FRAMES =
      "\t    11b6 leaf+0x26 (/tmp/b prog)\n\t    1072 main+0x22 (/tmp/b prog)\n\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b prog  9299 35018.557192:    2004008 cpu-clock:pppH: \n",
        "b prog  9299 [001] 35018.557192:    2004008 cpu-clock:pppH: \n",
        "b prog  9299/9300  [001] 35018.557192:    2004008 cpu-clock:pppH: \n",
        "b prog  9299/9300  35018.557192123:    2004008 cpu-clock:pppH: \n",
        "b prog  9299/9300  2004008 cpu-clock:pppH: \n",
        "b prog  9299 2004008 cpu-clock:pppH: \n",
        "b prog  9299 [001] d.h.. 35018.557192:    2004008 cpu-clock:pppH: \r\n",
      })
  void readsEveryLayoutThatTellsThePeriod(String header) {
    InputTree input = read(header + FRAMES);

    assertThat(input.report().format()).isEqualTo(InputFormat.PERF);
    assertThat(text(input)).isEqualTo("b prog;main;leaf 2004008");
    assertThat(input.report().event()).isEqualTo("cpu-clock:pppH");
    assertThat(input.report().unit()).isEqualTo("nanoseconds");
    assertThat(input.report().skipped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b prog  9299 35018.557192: cpu-clock: \n",
        "b prog  9299 [001] 35018.557192: cpu-clock:u: \n",
        "b prog  9299 35018.557192: \n",
        "b prog  9299/9300  [001] \n",
        "b prog  9299 cpu-clock: \n",
        "b prog  9299 \n",
        "b prog \n",
      })
  void readsEveryLayoutThatTellsNoPeriod(String header) {
    InputTree input = read(header + FRAMES);

    assertThat(input.report().format()).isEqualTo(InputFormat.PERF);
    assertThat(text(input)).isEqualTo("b prog;main;leaf 1");
    assertThat(input.report().unit()).isEqualTo("samples");
  }

  @Test
  void readsStacksWithoutAnythingBeforeThem() {
    InputTree input = read("\n\t  11b6 leaf\n\t  1072 main\n\n\n\t  1072 main\n\n");

    assertThat(text(input)).isEqualTo("main 1\nmain;leaf 1");
  }

  @Test
  void readsTheOnlyFrameOnTheEventsLine() {
    InputTree input =
        read(
            """
                      b prog  9325 35032.032380:  5025125 cycles:   5582349591b6 leaf+0x26 (/b)
                        cafe  9326 35032.065436:  5025125 cycles:   5582349591ac leaf (/b)
            """);

    assertThat(text(input)).isEqualTo("b prog;leaf 5025125\ncafe;leaf 5025125");
  }

  @Test
  void readsSingleFramesThatHaveNothingBeforeThem() {
    InputTree input = read("     5582349591b6 leaf\n     5582349591ac leaf\n  55823495 main\n");

    assertThat(text(input)).isEqualTo("leaf 2\nmain 1");
  }

  @Test
  void leavesSourceLinesOut() {
    InputTree input =
        read(
            """
            a 1 1.5: 1 cycles:\s
            \t 11b6 leaf+0x26 (/b)
              b.c:4
            \t 7f [unknown] ([unknown])
             \s
            \t 1072 main (/b)
              b.c:7

            """);

    assertThat(text(input)).isEqualTo("a;main;[unknown];leaf 1");
    assertThat(input.report().skipped()).isZero();
  }

  @Test
  void tellsWhatEachFrameIs() throws IOException {
    String stack =
        """
        a 1 1.5: 1 cycles:\s
        \tffffffff8104f45a native_safe_halt+0x2 ([kernel.kallsyms])
        \tffffffffc04f45a0 nf_hook+0x2 ([nf_conntrack])
        \t    7f0000001000 io/netty/Loop.run->io/netty/Loop.poll (/tmp/perf-12.map)
        \t    7f0000001000 Interpreter (/tmp/perf-12.map)
        \t    55d0 std::vector<int>::push_back(int const&) (inlined)
        \t    55d0 [unknown] (/usr/lib/libc.so.6)
        \t    55d0 clock_gettime+0x10 ([vdso])
        \t    55d0 A::operator->() (.cold)+0x1 (/opt/my app (deleted))
        \t    55d0 ([heap])

        """;
    List<InputStack> stacks = new ArrayList<>();
    StackInput.read(
        new ByteArrayInputStream(stack.getBytes(StandardCharsets.UTF_8)),
        InputOptions.DEFAULT,
        stacks::add);

    assertThat(stacks.get(0).frames())
        .extracting(frame -> frame.name() + "|" + frame.kind() + "|" + frame.module())
        .containsExactly(
            "[heap]|UNKNOWN|[heap]",
            "A::operator->() (.cold)|NATIVE|/opt/my app (deleted)",
            "clock_gettime|NATIVE|[vdso]",
            "[libc.so.6]|UNKNOWN|/usr/lib/libc.so.6",
            "std::vector<int>::push_back(int const&)|INLINED|",
            "Interpreter|INTERPRETED|",
            "io/netty/Loop.run|JIT|",
            "io/netty/Loop.poll|INLINED|",
            "nf_hook|KERNEL|[nf_conntrack]",
            "native_safe_halt|KERNEL|");
  }

  @Test
  void takesOffsetsForOffsetsAloneAtTheEndOfNames() throws IOException {
    String stack =
        """
        a 1 1.5: 1 cycles:\s
        \t    11b6 leaf+0x26 (/b)
        \t    11b6 leaf+0x27 (/b)
        \t    11b6 leaf (/b)
        \t    11b6 op+0x1 (int) (/b)
        \t    11b6 op+0x2 (int) (/b)
        \t    11b6 op (int) (/b)
        \t    11b6 f+0x1+0x2 (/b)
        \t    11b6 f+0x1+0x3 (/b)
        \t    11b6 leaf+0x28 (/b+0x1 (c))
        \t    11b6 leaf+0x29

        """;
    List<InputStack> stacks = new ArrayList<>();
    StackInput.read(
        new ByteArrayInputStream(stack.getBytes(StandardCharsets.UTF_8)),
        InputOptions.DEFAULT,
        stacks::add);

    assertThat(stacks.get(0).frames())
        .extracting(frame -> frame.name() + "|" + frame.module())
        .containsExactly(
            "leaf|",
            "leaf|/b+0x1 (c)",
            "f+0x1|/b",
            "f+0x1|/b",
            "op (int)|/b",
            "op+0x2 (int)|/b",
            "op+0x1 (int)|/b",
            "leaf|/b",
            "leaf|/b",
            "leaf|/b");
  }

  @Test
  void tellsWhoAndWhen() throws IOException {
    List<InputStack> stacks = new ArrayList<>();
    StackInput.read(
        new ByteArrayInputStream(
            ("V8 Worker 24636/25607 [000] 94564.109216: 100 cycles:u: \n" + FRAMES)
                .getBytes(StandardCharsets.UTF_8)),
        InputOptions.DEFAULT,
        stacks::add);

    assertThat(stacks)
        .singleElement()
        .satisfies(
            stack -> {
              assertThat(stack.count()).isEqualTo(100);
              assertThat(stack.timeNanos()).isEqualTo(OptionalLong.of(94564109216000L));
              assertThat(stack.origin())
                  .isEqualTo(
                      new InputOrigin(
                          "",
                          "V8 Worker",
                          OptionalInt.of(24636),
                          "V8 Worker",
                          OptionalInt.of(25607)));
            });
  }

  @Test
  void givesThreadsRowsWhenAsked() {
    String event = "worker 7/9 [001] 1.5: 1 cycles: \n" + FRAMES;

    assertThat(text(read(event, InputOptions.DEFAULT.withPerThread(true))))
        .isEqualTo("worker;worker (9);main;leaf 1");
  }

  @Test
  void countsTheLastEventWithoutAnEmptyLineBehindIt() {
    String event = "a 1 1.5: 1 cycles: \n\t 11b6 leaf (/b)";

    assertThat(text(read(event))).isEqualTo("a;leaf 1");
    assertThat(text(read(event + "\n" + event))).isEqualTo("a;leaf 2");
  }

  @Test
  void countsAnEventWithoutFrames() {
    assertThat(text(read("swapper     0 [001] 1.5: 3 cycles: \n\n"))).isEqualTo("swapper 3");
  }

  @Test
  void takesTheFirstEventOrTheOneAskedFor() {
    String text =
        "a 1 1.5: 10 cycles:ppp: \n\t 11b6 leaf (/b)\n\na 1 1.6: 3 instructions: \n\t 11b6 leaf (/b)\n\n";

    InputTree first = read(text);
    InputTree second = read(text, InputOptions.DEFAULT.withEvent("instructions"));
    InputTree samples = read(text, InputOptions.DEFAULT.withEvent("cycles").withRecordsOnly(true));
    InputTree none = read(text, InputOptions.DEFAULT.withEvent("faults"));

    assertThat(text(first)).isEqualTo("a;leaf 10");
    assertThat(first.report().events()).isEqualTo(Map.of("cycles:ppp", 1L, "instructions", 1L));
    assertThat(text(second)).isEqualTo("a;leaf 3");
    assertThat(text(samples)).isEqualTo("a;leaf 1");
    assertThat(none.report().stacks()).isZero();
    assertThat(none.report().event()).isEqualTo("faults");
  }

  @Test
  void skipsCommentsAndSaysWhichRecordsAreNoSamples() {
    InputTree input =
        read(
            """
            # ========
            # cmdline : perf record -g
            perf 9 [000] 1.4: PERF_RECORD_MMAP2 9/9: [0x55(0x1) @ 0]: r-xp /usr/bin/perf
            a 1 1.5: 1 cycles:\s
            \t 11b6 leaf (/b)

            """);

    assertThat(text(input)).isEqualTo("a;leaf 1");
    assertThat(input.report().notes())
        .containsExactly("1 lines are records of perf that are no samples");
  }

  @Test
  void reportsLinesThatAreNothing() {
    InputTree input =
        read(
            "a 1 1.5: 1 cycles: \n\t 11b6 leaf (/b)\n\nnonsense\n\na 1 1.5: -4 cycles: \n\t 11 m\n");

    assertThat(text(input)).isEqualTo("a;leaf 1");
    assertThat(input.report().skipped()).isEqualTo(2);
    assertThat(input.report().firstSkipped())
        .extracting(SkippedRecord::toString)
        .containsExactly(
            "line 4: neither a frame nor an event: \"nonsense\"", "line 6: negative count");
  }

  @Test
  void readsFramesThatAreIndentedInOtherWays() {
    assertThat(
            text(read("node 31 cpu-clock: \n            13a80b608e0a RegExp:[&<>\\\"] (/x)\n\n")))
        .isEqualTo("node;RegExp:[&<>\\\"] 1");
    assertThat(
            text(
                read("java 19983 cycles:\nffffffff8103d0ca msr ([kernel.kallsyms])\nfa0 m (/x)\n")))
        .isEqualTo("java;m;msr_[k] 1");
  }

  @Test
  void takesStacksAsDeepAsATreeCanBe() {
    StringBuilder deep = new StringBuilder("a 1 1.5: 1 cycles: \n");
    deep.append("\t 11b6 f (/b)\n".repeat(StackPath.MAX_DEPTH));
    InputTree whole = read(deep.toString());
    InputTree tooDeep = read(deep + "\t 11b6 f (/b)\n");

    assertThat(whole.tree().size())
        .isEqualTo(StackPath.MAX_DEPTH + 2)
        .isLessThan(CallTree.MAX_DEPTH);
    assertThat(tooDeep.report().stacks()).isZero();
    assertThat(tooDeep.report().firstSkipped().get(0).toString())
        .isEqualTo("line 1: more than 65532 frames");
  }

  @Test
  void saysWhenSumsStop() {
    String event = "a 1 1.5: 9223372036854775807 cycles: \n\t 11b6 f (/b)\n\n";

    assertThat(read(event).report().notes()).isEmpty();
    assertThat(read(event + event).report().notes())
        .containsExactly("the counts add up to more than 9223372036854775807: sums stop there");
  }
}
