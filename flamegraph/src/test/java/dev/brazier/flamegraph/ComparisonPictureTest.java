package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ComparisonPictureTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/brazier/flamegraph/diff.svg");
  private static final Frame MAIN = new Frame("main", FrameKind.NATIVE, "/usr/bin/burn");
  private static final Comparison SIDES = new Comparison("a.txt", "b.txt", true);

  /** Run with {@code -Dgolden.update=true} to take what is drawn now as right, and look at it. */
  @Test
  void drawsAsItDidBefore() throws IOException {
    String svg =
        svg(before(), after()).replaceAll("(?s)(<(script|style)><!\\[CDATA\\[).*?]]>", "$1]]>");

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, svg);
    }
    assertThat(svg).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void writesTheSameBytesForStacksInAnyOrder() throws IOException {
    for (long seed = 0; seed < 10; seed++) {
      List<RandomStacks.Stack> one = RandomStacks.of(seed, 100);
      List<RandomStacks.Stack> other = RandomStacks.of(seed + 7, 150);
      String svg = svg(RandomStacks.tree(one), RandomStacks.tree(other));

      String shuffled =
          svg(
              RandomStacks.tree(RandomStacks.shuffled(one, seed)),
              RandomStacks.tree(RandomStacks.shuffled(other, seed)));

      assertThat(shuffled).isEqualTo(svg);
    }
  }

  @Test
  void keepsWhatIsGoneAndLeavesOutWhatIsNarrowOnBothSides() {
    CallTree.Builder before = CallTree.builder().add(List.of(MAIN, frame("gone")), 500);
    CallTree.Builder after = CallTree.builder().add(List.of(MAIN), 1_000);
    for (int i = 0; i < 10; i++) {
      before.add(List.of(MAIN, frame("rare" + i)), 1);
      after.add(List.of(MAIN, frame("new" + i)), 1);
    }
    ComparedTree tree = ComparedTree.of(before.build(), after.build());

    Picture picture = new Picture(tree, true, 0.01);

    List<String> drawn = new ArrayList<>();
    for (int i = 1; i < picture.size(); i++) {
      drawn.add(tree.frame(picture.node(i)).name());
    }
    assertThat(drawn).containsExactly("main", "gone");
    assertThat(picture.hidden(1)).isEqualTo(10);
    assertThat(picture.hiddenBefore(1)).isEqualTo(10);
    assertThat(picture.change(picture.node(2)).name()).isEqualTo("w4");
  }

  @Test
  void writesWellFormedXmlWhateverTheNames() throws Exception {
    CallTree.Builder before = CallTree.builder();
    CallTree.Builder after = CallTree.builder();
    for (String name : HostileNames.ALL) {
      before.add(List.of(MAIN, new Frame(name, FrameKind.JIT, name)), 2);
      after.add(List.of(new Frame(name, FrameKind.NATIVE, name), MAIN), 3);
    }
    for (String name : HostileNames.ALL) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FlameGraph.write(
          ComparedTree.of(before.build(), after.build()),
          new Comparison(name, name, true),
          FlameGraphOptions.titled(name),
          out);

      Document document = parsed(out.toByteArray());

      assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
      assertThat(document.getElementsByTagName("img").getLength()).isZero();
    }
  }

  @Test
  void drawsSidesWithoutStacks() throws Exception {
    CallTree none = CallTree.builder().build();
    for (List<CallTree> sides :
        List.of(List.of(none, none), List.of(before(), none), List.of(none, after()))) {
      String svg = svg(sides.get(0), sides.get(1));

      assertThat(parsed(svg.getBytes(UTF_8)).getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg).doesNotContain("NaN", "Infinity");
    }
  }

  @Test
  void addsNothingToAPictureOfOneProfile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraph.write(after(), FlameGraphOptions.titled("one"), out);

    assertThat(out.toString(UTF_8)).doesNotContain("id=\"before\"", "changeLens", ".w4");
  }

  @Test
  void coloursByTheSignAndTheShareOfTheChange() {
    assertThat(Change.tint(100, 100).name()).isEqualTo("v0");
    assertThat(Change.tint(100, 101).name()).isEqualTo("v0");
    assertThat(Change.tint(95, 100).name()).isEqualTo("x1");
    assertThat(Change.tint(50, 100).name()).isEqualTo("x4");
    assertThat(Change.tint(0, 1).name()).isEqualTo("x4");
    assertThat(Change.tint(100, 70).name()).isEqualTo("w3");
    assertThat(Change.tint(1, 0).name()).isEqualTo("w4");
    assertThat(Change.tint(0, 0).name()).isEqualTo("v0");
  }

  static CallTree before() {
    return CallTree.builder()
        .add(List.of(MAIN, frame("parse"), frame("scan")), 40)
        .add(List.of(MAIN, frame("render")), 40)
        .add(List.of(MAIN, frame("old"), frame("older")), 20)
        .build();
  }

  static CallTree after() {
    return CallTree.builder()
        .add(List.of(MAIN, frame("parse"), frame("scan")), 20)
        .add(List.of(MAIN, frame("render")), 140)
        .add(List.of(MAIN, frame("fresh")), 40)
        .build();
  }

  static Frame frame(String name) {
    return new Frame(name, FrameKind.NATIVE, "/usr/bin/burn");
  }

  private static String svg(CallTree before, CallTree after) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraphOptions options = FlameGraphOptions.titled("a test").withFacts(List.of("by: share"));
    FlameGraph.write(ComparedTree.of(before, after), SIDES, options, out);
    return out.toString(UTF_8);
  }

  private static Document parsed(byte[] xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml));
  }
}
