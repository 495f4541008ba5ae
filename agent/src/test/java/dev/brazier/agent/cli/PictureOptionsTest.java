package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureOptionsTest {

  private static final String STACKS = "main;work;hot 90\nmain;rest 9\nmain;idle 1\n";

  @TempDir private Path folder = Path.of("");

  private final FakeConsole console = new FakeConsole(STACKS, 0);

  private String draw(String... options) {
    List<String> arguments = new ArrayList<>(List.of("flamegraph"));
    arguments.addAll(List.of(options));
    assertThat(console.run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
    return console.out();
  }

  @Test
  void headsThePictureAsAsked() {
    assertThat(draw("--title", "Web <1>", "--subtitle", "before & after"))
        .contains(
            "<title>Web &lt;1&gt;</title>", "\nbefore &amp; after\n", "source: standard input");
  }

  @Test
  void drawsAtAFixedWidth() {
    assertThat(draw("--width=640")).contains(" width=\"640\" ", "viewBox=\"0 0 640 ");
  }

  @ParameterizedTest
  @CsvSource({"5%, 1", "--, 0", "10, 0", "12, 1", "12px, 1", "50%, 2", "0, 0"})
  void leavesOutWhatIsNarrower(String size, int leftOut) {
    // All frames are 1,176 pixels wide, and the narrowest a hundredth of it.
    String picture = size.equals("--") ? draw() : draw("--min-width", size);

    if (leftOut == 0) {
      assertThat(picture).doesNotContain("left out: ");
    } else {
      assertThat(picture).contains("left out: " + leftOut + " of 5 frames");
    }
  }

  @Test
  void understandsTheNamesThatFlamegraphPlHasForOptions() {
    assertThat(draw("--minwidth=50%", "--colors=java", "--inverted"))
        .contains("left out: 2 of 5 frames", "\n#\n");
  }

  @Test
  void opensAsAsked() {
    assertThat(draw("--palette=package", "--no-inverted", "--reverse"))
        .contains("\n#view=reverse&amp;flip=1&amp;colours=package\n");
  }

  @Test
  void writesReversedStacks() throws IOException {
    Path out = folder.resolve("a.collapsed");

    draw("--reverse", "-o", out.toString());

    assertThat(out).content().isEqualTo("hot;work;main 90\nidle;main 1\nrest;main 9\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pb.gz", "a.speedscope.json", "a.firefox.json", "a.md"})
  void reversesNoFormatThatHasReadersOfItsOwn(String name) {
    String out = folder.resolve(name).toString();

    assertThat(console.run("flamegraph", "--reverse", "-o", out)).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .startsWith("brazier flamegraph: --reverse is for pictures and collapsed stacks: ")
        .hasLineCount(1);
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void refusesToForgetWhatOnlyAPictureCanShow() {
    String out = folder.resolve("a.pb.gz").toString();

    assertThat(console.run("flamegraph", "--title=a", "--width=900", "-o", out))
        .isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .isEqualTo(
            "brazier flamegraph: --title, --width are about a picture: let an OUT end in .svg\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--width=199       | '199' is no width of a picture: write 200 to 65535, in pixels",
        "--width=65536     | '65536' is no width of a picture",
        "--width=9000000000| '9000000000' is no width of a picture",
        "--width=wide      | 'wide' is no width of a picture",
        "--min-width=a     | 'a' is no width of a frame: write pixels as 0.1, percent of all",
        "--min-width=-1    | '-1' is no width of a frame",
        "--min-width=%     | '%' is no width of a frame",
        "--min-width=.     | '.' is no width of a frame",
        "--palette=hot     | 'hot' is no palette: colours tell the kind of code (kind; java,",
        "--palette=        | '' is no palette",
        "--include=(       | '(' is no regular expression: unclosed group; write \\ before",
        "--exclude=*       | '*' is no regular expression: dangling meta character '*'",
      })
  void refusesBadValuesInOneLineWithARemedy(String option, String complaint) {
    assertThat(console.run("flamegraph", option)).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .startsWith("brazier flamegraph: ")
        .contains(complaint)
        .hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }
}
