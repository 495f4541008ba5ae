package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffCommandTest {

  @TempDir private Path folder = Path.of("");

  private final FakeConsole console = new FakeConsole();
  private String before = "";
  private String after = "";

  @BeforeEach
  void writeProfiles() throws IOException {
    before = file("before.txt", "main;parse 40\nmain;render 40\nmain;old 20\n");
    after = file("after.txt", "main;parse 20\nmain;render 140\nmain;fresh 40\n");
  }

  @Test
  void drawsBothIntoOnePicture() {
    Path out = folder.resolve("out.svg");

    assertThat(console.run("diff", before, after, "-o", out.toString())).isEqualTo(ExitCode.DONE);

    assertThat(out)
        .content()
        .startsWith("<?xml")
        .contains("before.txt, 100 samples", "after.txt, 200 samples")
        .contains("id=\"before\"", "normalised");
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("wrote " + out + "\n");
  }

  @Test
  void writesBothCountsAsCollapsedStacks() throws IOException {
    Path out = folder.resolve("out.collapsed");
    String stacks = "main;fresh 0 40\nmain;old 20 0\nmain;parse 40 20\nmain;render 40 140\n";

    assertThat(console.run("diff", before, after, "-o", out.toString())).isEqualTo(ExitCode.DONE);
    assertThat(console.run("diff", before, after, "-o", "-")).isEqualTo(ExitCode.DONE);

    assertThat(out).hasContent(stacks);
    assertThat(console.out()).isEqualTo(stacks);
  }

  @Test
  void listsWhatChangedMost() {
    assertThat(console.run("diff", "--top=3", before, after)).isEqualTo(ExitCode.DONE);

    assertThat(console.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "self total",
            "before after change before after change function",
            "40.00 % 10.00 % -30.00 % 40.00 % 10.00 % -30.00 % parse",
            "40.00 % 70.00 % +30.00 % 40.00 % 70.00 % +30.00 % render",
            "0.00 % 20.00 % +20.00 % 0.00 % 20.00 % +20.00 % fresh");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void endsWithACodeOfItsOwnWhenAFunctionGrewTooMuch() {
    assertThat(console.run("diff", "--fail-above", "25%", before, after)).isEqualTo(ExitCode.GREW);
    assertThat(console.err())
        .isEqualTo(
            "render grew by +30.00 % of all, +30.00 % with its callees: more than 25.00 %\n");
    assertThat(console.out()).isEmpty();

    FakeConsole other = new FakeConsole();
    assertThat(other.run("diff", "--fail-above=31", before, after)).isEqualTo(ExitCode.DONE);
    assertThat(other.run("diff", "--fail-above=0", before, before)).isEqualTo(ExitCode.DONE);
    assertThat(other.err()).isEmpty();
  }

  @Test
  void comparesCountsWhereAsked() {
    assertThat(console.run("diff", "--absolute", "--fail-above=99%", before, after))
        .isEqualTo(ExitCode.GREW);

    assertThat(console.err().lines())
        .containsExactly(
            "render grew by +100.00 % of all, +100.00 % with its callees: more than 99.00 %",
            "main grew by +0.00 % of all, +100.00 % with its callees: more than 99.00 %");
  }

  @Test
  void writesThePictureEvenWhenAFunctionGrewTooMuch() {
    Path out = folder.resolve("out.svg");

    assertThat(console.run("diff", "--fail-above=1", "--top", before, after, "-o", out.toString()))
        .isEqualTo(ExitCode.GREW);

    assertThat(out).exists();
    assertThat(console.out()).contains("render");
  }

  @Test
  void readsOneSideFromAPipe() {
    FakeConsole piped = new FakeConsole("main;render 1\n", 0);

    assertThat(piped.run("diff", "-", after, "-o", "-")).isEqualTo(ExitCode.DONE);
    assertThat(piped.out()).contains("main;render 1 140\n");
    assertThat(console.run("diff", "-", "-")).isEqualTo(ExitCode.USAGE);
    assertThat(console.err()).contains("both standard input").hasLineCount(1);
  }

  @Test
  void namesTheFileThatCannotBeCompared() throws IOException {
    assertThat(console.run("diff", before, "/nonexistent/a.txt", "-o", "-"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(console.run("diff", file("empty.txt", ""), after, "-o", "-"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(console.run("diff", before, file("zero.txt", "main 0\n"), "-o", "-"))
        .isEqualTo(ExitCode.FAILED);

    assertThat(console.err().lines().toList())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).contains("read /nonexistent/a.txt: no such file"),
            line -> assertThat(line).contains("compare empty.txt: it has no stack in it"),
            line -> assertThat(line).contains("compare zero.txt: it has no stack in it"));
    assertThat(console.out()).isEmpty();
  }

  @Test
  void countsTheLinesItSkipsOnEitherSide() throws IOException {
    String odd = file("odd.txt", "main 1\nno count here\n");

    assertThat(console.run("diff", odd, after, "-o", "-")).isEqualTo(ExitCode.DONE);

    assertThat(console.err())
        .startsWith("odd.txt: skipped 1 of 2 lines that are no stacks; line 2");
  }

  @Test
  void keepsATerminalFromBeingDrivenByNames() throws IOException {
    String odd = file("odd.txt", "\u001b[31mred\u202e 1\n");

    assertThat(console.run("diff", "--top", odd, after)).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).contains("?[31mred?").doesNotContain("\u001b", "\u202e");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(console.run("diff", before)).isEqualTo(ExitCode.USAGE);
    assertThat(console.run("diff", before, after, "-o", "a.pb.gz")).isEqualTo(ExitCode.USAGE);
    assertThat(console.run("diff", before, after, "--fail-above=much")).isEqualTo(ExitCode.USAGE);
    assertThat(console.run("diff", before, after, "--fail-above=-1%")).isEqualTo(ExitCode.USAGE);
    assertThat(console.run("diff", before, after, "--top=0")).isEqualTo(ExitCode.USAGE);
    assertThat(console.run("diff", before, after, "--top", "-o", "-")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).hasLineCount(6).contains("'much' is no share", "1 or more");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
