package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlamegraphCommandTest {

  private static final String STACKS = "main;work;hot 90\nmain;rest 10\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void drawsAFileIntoAFile() throws IOException {
    Path in = Files.writeString(folder.resolve("stacks.collapsed"), STACKS);
    Path out = folder.resolve("stacks.svg");
    FakeConsole console = new FakeConsole();

    assertThat(console.run("flamegraph", in.toString(), "-o", out.toString()))
        .isEqualTo(ExitCode.DONE);

    assertThat(out).content().startsWith("<?xml").contains("hot", "stacks.collapsed");
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("wrote " + out + "\n");
  }

  @Test
  void writesEveryFormatThatAnEndingNames() throws IOException {
    Path in = Files.writeString(folder.resolve("stacks.collapsed"), STACKS);
    List<String> arguments = new ArrayList<>(List.of("flamegraph", in.toString()));
    List<String> names =
        List.of("a.svg", "a.txt", "a.pb.gz", "a.speedscope.json", "a.firefox.json.gz", "a.md");
    names.forEach(name -> arguments.addAll(List.of("-o", folder.resolve(name).toString())));
    FakeConsole console = new FakeConsole();

    assertThat(console.run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.DONE);

    assertThat(folder.resolve("a.svg")).content().startsWith("<?xml");
    assertThat(folder.resolve("a.txt")).content().hasLineCount(2).contains("main;work;hot 90\n");
    assertThat(folder.resolve("a.speedscope.json")).content().contains("\"endValue\":100");
    assertThat(folder.resolve("a.md")).content().contains("| 90 | 90.0 % | 90 | 90.0 % | hot |");
    for (String name : List.of("a.pb.gz", "a.firefox.json.gz")) {
      assertThat(Files.readAllBytes(folder.resolve(name)))
          .as("gzip without a time")
          .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    }
    assertThat(console.err()).hasLineCount(names.size());
  }

  @Test
  void refusesToWriteOnePlaceTwice() {
    FakeConsole console = new FakeConsole(STACKS, 0);

    assertThat(console.run("flamegraph", "-o", "-", "-o", "-")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).contains("names standard output twice");
  }

  @Test
  void drawsAPipeIntoAPipe() {
    FakeConsole console = new FakeConsole(STACKS, 0);

    assertThat(console.run("flamegraph")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).startsWith("<?xml").endsWith("</svg>\n");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void countsTheLinesItSkips() {
    FakeConsole console = new FakeConsole(STACKS + "no count here\n", 0);

    assertThat(console.run("flamegraph", "-")).isEqualTo(ExitCode.DONE);

    assertThat(console.err())
        .startsWith("skipped 1 of 3 lines that are no stacks; line 3: ")
        .hasLineCount(1);
  }

  @Test
  void refusesATextWithoutStacks() {
    FakeConsole console = new FakeConsole("hello\n", 0);

    assertThat(console.run("flamegraph")).isEqualTo(ExitCode.FAILED);

    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .startsWith("brazier flamegraph: draw standard input: it has no stack in it; each line")
        .hasLineCount(1);
  }

  @Test
  void drawsWhatPerfPrints() {
    String perf = "burn 7/7 [001] 1.5: 250000 cpu-clock: \n\t 11b6 hot (/usr/bin/burn)\n\n";
    FakeConsole console = new FakeConsole(perf + perf.replace("cpu-clock", "faults"), 0);

    assertThat(console.run("flamegraph")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).contains("hot", "nanoseconds", "event");
    assertThat(console.err())
        .isEqualTo("left out 1 stacks of event faults; draw them with --event=faults\n");
  }

  @Test
  void drawsAHeatMapOfWhatTellsTimes() throws IOException {
    String perf = "burn 7/7 [001] %d.5: 250000 cpu-clock: \n\t 11b6 hot (/usr/bin/burn)\n\n";
    Path out = folder.resolve("burn.heatmap.svg");
    Path tree = folder.resolve("burn.svg");
    FakeConsole console = new FakeConsole(perf.formatted(70) + perf.formatted(72), 0);

    assertThat(console.run("flamegraph", "-o", out.toString(), "-o", tree.toString()))
        .isEqualTo(ExitCode.DONE);

    assertThat(out)
        .content()
        .contains("standard input", "hot", "nanoseconds", "from the first to the last: 2.0 s")
        .contains("a column is 1 s", "<metadata id=\"seen\">");
    assertThat(tree).content().contains("hot").doesNotContain("a column is");
    assertThat(console.err()).isEqualTo("wrote " + out + "\nwrote " + tree + "\n");
  }

  @Test
  void choosesTheStacksOfAHeatMapAsThoseOfAPicture() throws IOException {
    String hot = "burn 7/7 [001] %d.5: 250000 cpu-clock: \n\t 11b6 hot (/usr/bin/burn)\n\n";
    String cold = hot.replace("hot", "cold");
    String hotAlone = hot.formatted(70) + hot.formatted(72);
    String both = hot.formatted(70) + cold.formatted(71) + hot.formatted(72) + cold.formatted(75);

    Path map = heatMap("alone", hotAlone);

    for (String selection : List.of("--include=^hot$", "--exclude=^cold$")) {
      Path selected = heatMap("selected", both, selection);
      for (String data : List.of("names", "nodes", "seen")) {
        assertThat(metadata(selected, data)).as(data).isEqualTo(metadata(map, data));
      }
      assertThat(selected).content().contains("kept: 500,000 of 1,000,000 nanoseconds: ");
    }
  }

  private Path heatMap(String name, String perf, String... selection) throws IOException {
    Path map = folder.resolve(name + ".heatmap.svg");
    Path tree = folder.resolve(name + ".svg");
    List<String> arguments = new ArrayList<>(List.of("flamegraph", "-o", map.toString()));
    arguments.addAll(List.of("-o", tree.toString()));
    arguments.addAll(List.of(selection));
    FakeConsole console = new FakeConsole(perf, 0);
    assertThat(console.run(arguments.toArray(String[]::new))).isEqualTo(ExitCode.DONE);
    assertThat(metadata(map, "names")).isEqualTo(metadata(tree, "names"));
    assertThat(metadata(map, "nodes")).isEqualTo(metadata(tree, "nodes"));
    return map;
  }

  /** What a picture holds under an id. */
  private static String metadata(Path picture, String id) throws IOException {
    String text = Files.readString(picture);
    int start = text.indexOf("<metadata id=\"" + id + "\">");
    return text.substring(start, text.indexOf("</metadata>", start));
  }

  @Test
  void refusesAHeatMapOfWhatTellsNoTimesAndWritesNothing() throws IOException {
    Path in = Files.writeString(folder.resolve("stacks.collapsed"), STACKS);
    Path tree = folder.resolve("a.svg");
    Path map = folder.resolve("a.heatmap.svg");
    FakeConsole console = new FakeConsole();

    assertThat(
            console.run("flamegraph", in.toString(), "-o", tree.toString(), "-o", map.toString()))
        .isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .startsWith("brazier flamegraph: draw stacks.collapsed as a heat map: it tells no times;")
        .contains("perf script -F +time", ".svg for a flame graph")
        .hasLineCount(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(in);
    }
  }

  @Test
  void saysWhichEventsThereAre() {
    FakeConsole console = new FakeConsole("burn 7 1.5: 1 cycles: \n\t 11b6 hot (/b)\n\n", 0);

    assertThat(console.run("flamegraph", "--event=faults")).isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .isEqualTo(
            "brazier flamegraph: draw standard input: it has no stack in it;"
                + " no sample is of event faults; there are cycles\n");
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() {
    FakeConsole console = new FakeConsole();

    assertThat(console.run("flamegraph", "--format=dtrace")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err())
        .contains(
            "'dtrace' is no format: use one of auto, collapsed, perf, bpftrace, bcc, jfr, pprof");
  }

  @Test
  void saysWhichFileCannotBeRead() {
    FakeConsole console = new FakeConsole();

    assertThat(console.run("flamegraph", "/nonexistent/a.txt")).isEqualTo(ExitCode.FAILED);
    assertThat(console.run("flamegraph", folder.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(console.err())
        .isEqualTo(
            "brazier flamegraph: read /nonexistent/a.txt: no such file or folder\n"
                + "brazier flamegraph: read "
                + folder
                + ": is a directory\n");
  }

  @Test
  void refusesSecondInput() {
    FakeConsole console = new FakeConsole();

    assertThat(console.run("flamegraph", "a", "b")).isEqualTo(ExitCode.USAGE);

    assertThat(console.err()).contains("'b'").hasLineCount(1);
  }
}
