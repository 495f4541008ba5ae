package dev.brazier.flamegraph.heatmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final Frame READ = new Frame("read", FrameKind.KERNEL);

  @Test
  void holdsForEachBoxWhatWasSeenInIt() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      TimedStacks stacks = new TimedStacks();
      Map<Integer, Map<String, Long>> expected = new HashMap<>();
      long millis = 0;
      for (int i = random.nextInt(400); i > 0; i--) {
        millis += random.nextInt(30);
        long count = random.nextInt(4) == 0 ? 1 + random.nextInt(100_000) : 1;
        String function = "f" + random.nextInt(9);
        stacks.add(millis, function, count);
        expected
            .computeIfAbsent((int) (millis / 20), box -> new HashMap<>())
            .merge("main;" + function, count, Long::sum);
      }
      assertThat(seen(stacks)).isEqualTo(expected);
    }
  }

  @Test
  void tellsStacksThatEndAboveOthersApart() throws IOException {
    TimedStacks stacks =
        new TimedStacks()
            .add(0, 2, TimedStacks.MAIN)
            .add(1, 3, TimedStacks.MAIN, READ)
            .add(45, 5, TimedStacks.MAIN)
            .add(46, 7);

    assertThat(seen(stacks))
        .isEqualTo(Map.of(0, Map.of("main", 2L, "main;read", 3L), 2, Map.of("main", 5L, "", 7L)));
  }

  @Test
  void writesTheSameBytesForTheSameInput() throws IOException {
    byte[] first = written(beats());

    assertThat(written(beats())).isEqualTo(first);
  }

  @Test
  void statesHowLongBoxesAreAndWhatHasNoTime() throws IOException {
    String text = new String(written(beats().addUntimed(1_234, TimedStacks.MAIN)), UTF_8);

    assertThat(text)
        .contains("heat map: a column is 1 s, from the bottom up; a box is 20 ms")
        .contains(
            "without a time: 1,234 of 1,534 samples, which only the flame graph of all shows");
    assertThat(new String(written(beats()), UTF_8)).doesNotContain("without a time");
    assertThat(new String(written(new TimedStacks().until(3_600_000)), UTF_8))
        .contains("a column is 10 s, from the bottom up; a box is 200 ms");
  }

  @Test
  void drawsTheGridForReadersWithoutScripts() throws IOException {
    String still = new String(written(beats()), UTF_8);
    still = still.substring(0, still.indexOf("<metadata"));

    assertThat(still)
        .contains(">samples in 20 ms: 0<", ">200 ms<", ">3 s<")
        .contains("class='heat0'", "class='heat8'", ">work<");
  }

  @Test
  void isWellFormedWithHostileNames() throws Exception {
    TimedStacks stacks = new TimedStacks();
    List<String> names =
        List.of(
            "</script><script>alert(1)</script>", "]]>", "a<b>&\"'", "\u0000\u001b", "\ud800", "");
    for (int i = 0; i < names.size(); i++) {
      stacks.add(i * 100L, names.get(i), 1);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraphOptions options =
        FlameGraphOptions.titled("<title>]]>").withUnit("</metadata><script>&").withFacts(names);
    HeatMap.write(stacks.tree(), stacks.times(), options, out);

    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toByteArray()))
                .getElementsByTagName("script")
                .getLength())
        .isEqualTo(1);
  }

  @Test
  void takesAMillionSamplesInBoundedSpace() throws IOException {
    Random random = new Random(1);
    TimedStacks stacks = new TimedStacks();
    for (int i = 0; i < 1_000_000; i++) {
      // Few functions are frequent, as in real programs.
      stacks.add(i / 6, "f" + (int) (5_000 * Math.pow(random.nextDouble(), 6)), 1);
    }
    CountingStream out = new CountingStream();

    HeatMap.write(stacks.tree(), stacks.times(), FlameGraphOptions.titled("many"), out);

    assertThat(out.bytes).isLessThan(3_000_000);
  }

  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int from, int length) {
      bytes += length;
    }
  }

  private static TimedStacks beats() {
    TimedStacks stacks = new TimedStacks();
    for (int millis = 0; millis < 10_000; millis += 10) {
      if (millis % 1_000 < 300) {
        stacks.add(millis, "work", 1);
      }
    }
    return stacks.until(10_000);
  }

  private static byte[] written(TimedStacks stacks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeatMap.write(stacks.tree(), stacks.times(), FlameGraphOptions.titled("test"), out);
    return out.toByteArray();
  }

  /** For each box that is not empty the counts by the names of stacks, read as the script does. */
  private static Map<Integer, Map<String, Long>> seen(TimedStacks stacks) throws IOException {
    String file = new String(written(stacks), UTF_8);
    CallTree tree = stacks.tree();
    List<Long> ends = numbers(element(file, "ends"));
    Map<Integer, Map<String, Long>> seen = new HashMap<>();
    String[] lines = element(file, "seen").split("\n", -1);
    for (int column = 0; column < lines.length; column++) {
      List<Long> line = numbers(lines[column]);
      int box = column * HeatGrid.ROWS;
      for (int at = 0; at < line.size(); box++) {
        int place = -1;
        for (long left = line.get(at++); left > 0; left--) {
          long bits = line.get(at++);
          place += 1 + (int) (bits >> 1);
          long count = (bits & 1) == 1 ? line.get(at++) : 1;
          // Nothing is left out: a frame of the page is a node of the tree.
          String stack = name(tree, (int) (ends.get(place) / 2));
          seen.computeIfAbsent(box, any -> new HashMap<>()).merge(stack, count, Long::sum);
        }
      }
    }
    return seen;
  }

  private static String name(CallTree tree, int node) {
    List<String> names = new ArrayList<>();
    int depth = tree.depth(node);
    for (int above = node; depth > 0; above--) {
      if (tree.depth(above) == depth) {
        names.add(0, tree.frame(above).name());
        depth--;
      }
    }
    return String.join(";", names);
  }

  private static String element(String file, String id) {
    int start = file.indexOf("<metadata id=\"" + id + "\">") + id.length() + 16;
    return file.substring(start, file.indexOf("</metadata>", start));
  }

  private static List<Long> numbers(String text) {
    String signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    List<Long> numbers = new ArrayList<>();
    long sum = 0;
    int shift = 0;
    for (char c : text.strip().toCharArray()) {
      int digit = signs.indexOf(c);
      sum += (long) (digit % 32) << shift;
      shift += 5;
      if (digit < 32) {
        numbers.add(sum);
        sum = 0;
        shift = 0;
      }
    }
    return numbers;
  }
}
