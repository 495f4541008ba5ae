package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filters, in every format that comes out. */
final class StackFileOptionsTest {

  private static final String STACKS = "main;work;read 50\nmain;work;idle 30\nmain;unwanted 20\n";

  @TempDir private Path folder = Path.of("");

  private final FakeConsole console = new FakeConsole(STACKS, 0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.svg",
        "a.collapsed",
        "a.pb.gz",
        "a.pprof",
        "a.speedscope.json",
        "a.firefox.json",
        "a.firefox.json.gz",
        "a.md"
      })
  void everyFormatHasOnlyTheStacksThatWereAskedFor(String name) throws IOException {
    Path out = folder.resolve(name);

    assertThat(console.run("flamegraph", "--include=wo", "--exclude=^idle$", "-o", out.toString()))
        .isEqualTo(ExitCode.DONE);

    assertThat(console.err()).isEqualTo("kept 50 of 100 samples\nwrote " + out + "\n");
    String text = text(Files.readAllBytes(out));
    assertThat(text).contains("main").contains("work").contains("read").doesNotContain("unwanted");
    if (!name.equals("a.collapsed") && !name.contains("speedscope") && !name.contains("firefox")) {
      assertThat(text).contains("kept: 50 of 100 samples: stacks through ", "wo", "idle");
    }
  }

  private static String text(byte[] bytes) throws IOException {
    boolean zipped = bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    byte[] plain =
        zipped ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
    return new String(plain, StandardCharsets.UTF_8);
  }

  @Test
  void anyOfSeveralPatternsIsEnough() {
    console.run("flamegraph", "--include=read", "--include=unwanted");

    assertThat(console.err()).isEqualTo("kept 70 of 100 samples\n");
  }

  @Test
  void saysWhenNothingIsLeft() {
    assertThat(console.run("flamegraph", "--include=nowhere")).isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .isEqualTo(
            "brazier flamegraph: draw standard input: the filters keep 0 of 100 samples;"
                + " loosen --include or --exclude\n");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void aComparisonFiltersBothSides() throws IOException {
    Path before = Files.writeString(folder.resolve("before.txt"), STACKS);
    Path after = Files.writeString(folder.resolve("after.txt"), STACKS + "main;work;new 5\n");

    int code = console.run("diff", "" + before, "" + after, "--include=work", "-o", "-");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).contains("main;work;new 0 5").doesNotContain("unwanted");
    assertThat(console.err())
        .isEqualTo("before.txt: kept 80 of 100 samples\nafter.txt: kept 85 of 105 samples\n");
  }

  @Test
  void aPatternThatOverflowsOnALongNameIsNoCrash() {
    FakeConsole hostile = new FakeConsole("ab".repeat(100_000) + " 1\n", 0);

    assertThat(hostile.run("flamegraph", "--include=^(a|b)*c")).isEqualTo(ExitCode.FAILED);

    assertThat(hostile.err())
        .contains("too long for the filter", "write it without a group that repeats")
        .hasLineCount(1);
  }
}
