package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trees of some of a tree's stacks, and of its stacks reversed. */
class ReshapedTreeTest {
  @Test
  void keepsWholeStacksThroughAFrame() throws IOException {
    CallTree tree = tree("a;b;c 1\na;b 2\na;d;b;e 4\na;d 8\n");

    assertThat(text(tree.only(frame -> frame.name().equals("b"))))
        .isEqualTo("a;b 2\na;b;c 1\na;d;b;e 4\n");
    assertThat(text(tree.without(frame -> frame.name().equals("b")))).isEqualTo("a;d 8\n");
  }

  @Test
  void aStackWithoutFramesIsThroughNone() {
    CallTree tree = CallTree.builder().add(List.of(), 3).build();

    assertThat(tree.only(any -> true).total()).isZero();
    assertThat(tree.without(any -> true).total()).isEqualTo(3);
  }

  @Test
  void forgetsFramesThatNoStackHas() throws IOException {
    CallTree sifted = tree("a;b 1\nc;d 2\n").only(frame -> frame.name().equals("d"));

    assertThat(sifted.frames()).extracting(Frame::name).containsExactly("c", "d");
    assertThat(sifted.frame(1).name()).isEqualTo("c");
    assertThat(sifted.total()).isEqualTo(2);
  }

  @Test
  void reversesEachStack() throws IOException {
    assertThat(text(tree("a;b;c 1\na;c 2\nc 4\na;b;d 8\n").reversed()))
        .isEqualTo("c 4\nc;a 2\nc;b;a 1\nd;b;a 8\n");
  }

  @Test
  void siftsAndReversesAsOneStackAtATimeWould() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Map<String, Long> stacks = stacks(random);
      Map<String, Long> reversed = new TreeMap<>();
      Map<String, Long> without = new TreeMap<>();
      stacks.forEach(
          (stack, count) -> {
            List<String> frames = new ArrayList<>(List.of(stack.split(";")));
            Collections.reverse(frames);
            reversed.merge(String.join(";", frames), count, Long::sum);
            if (!frames.contains("c")) {
              without.put(stack, count);
            }
          });
      CallTree tree = tree(lines(stacks));

      assertThat(read(text(tree.reversed()))).isEqualTo(reversed);
      assertThat(tree.reversed().reversed().total()).isEqualTo(tree.total());
      assertThat(text(tree.reversed().reversed())).isEqualTo(text(tree));
      assertThat(read(text(tree.without(frame -> frame.name().equals("c"))))).isEqualTo(without);
    }
  }

  @Test
  void reversesStacksOfAnyDepth() throws IOException {
    CallTree tree = tree("f;".repeat(20_000) + "g 7\n").reversed();

    assertThat(tree.frame(1).name()).isEqualTo("g");
    assertThat(tree.total(20_001)).isEqualTo(7);
  }

  @Test
  void endsCallersThatAreBelowACut() throws IOException {
    CallTree tree = ReversedTree.of(tree("a;b;x 1\na;c;x 99\n"), 0.05);

    assertThat(text(tree)).isEqualTo("x;b 1\nx;c;a 99\n");
  }

  private static Map<String, Long> stacks(Random random) {
    Map<String, Long> stacks = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      List<String> frames = new ArrayList<>();
      for (int depth = random.nextInt(6); depth >= 0; depth--) {
        frames.add(Character.toString('a' + random.nextInt(5)));
      }
      stacks.merge(String.join(";", frames), 1L + random.nextInt(9), Long::sum);
    }
    return stacks;
  }

  private static String lines(Map<String, Long> stacks) {
    StringBuilder lines = new StringBuilder();
    stacks.forEach((stack, count) -> lines.append(stack).append(' ').append(count).append('\n'));
    return lines.toString();
  }

  private static Map<String, Long> read(String lines) {
    Map<String, Long> stacks = new TreeMap<>();
    lines
        .lines()
        .map(line -> line.split(" "))
        .forEach(line -> stacks.put(line[0], Long.valueOf(line[1])));
    return stacks;
  }

  private static CallTree tree(String lines) throws IOException {
    return CollapsedReader.read(new ByteArrayInputStream(lines.getBytes(UTF_8))).tree();
  }

  private static String text(CallTree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CollapsedWriter.write(tree, out);
    return out.toString(UTF_8);
  }
}
