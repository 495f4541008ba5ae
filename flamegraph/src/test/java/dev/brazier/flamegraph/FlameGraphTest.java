package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class FlameGraphTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/brazier/flamegraph/hosts.svg");
  private static final FlameGraphOptions OPTIONS =
      FlameGraphOptions.titled("a test").withFacts(List.of("samples: 100", "lost: 0"));

  /** Run with {@code -Dgolden.update=true} to take what is drawn now as right, and look at it. */
  @Test
  void drawsAsItDidBefore() throws IOException {
    Frame main = new Frame("main", FrameKind.NATIVE, "/usr/sbin/nginx");
    Frame web = new Frame("web-1", FrameKind.CONTAINER);
    Frame nginx = new Frame("nginx", FrameKind.PROCESS);
    Frame run = new Frame("java/util/concurrent/ThreadPoolExecutor$Worker.run", FrameKind.JIT);
    Frame less = new Frame("bool std::less<int>::operator()(int, int) const", FrameKind.NATIVE);
    CallTree tree =
        CallTree.builder()
            .add(List.of(web, nginx, main, less), 40)
            .add(List.of(web, nginx, main, new Frame("vfs_read", FrameKind.KERNEL)), 20)
            .add(List.of(web, new Frame("java", FrameKind.PROCESS), run), 35)
            .add(List.of(web, nginx, new Frame("[unknown]", FrameKind.UNKNOWN)), 5)
            .build();

    String svg = svg(tree).replaceAll("(?s)(<(script|style)><!\\[CDATA\\[).*?]]>", "$1]]>");

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, svg);
    }
    assertThat(svg).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void writesTheSameBytesForStacksInAnyOrder() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      List<RandomStacks.Stack> stacks = RandomStacks.of(seed, 200);
      String svg = svg(RandomStacks.tree(stacks));
      assertThat(svg(RandomStacks.tree(RandomStacks.shuffled(stacks, seed)))).isEqualTo(svg);
    }
  }

  @Test
  void writesWellFormedXmlWhateverTheNames() throws Exception {
    CallTree.Builder stacks = CallTree.builder();
    for (String name : HostileNames.ALL) {
      stacks.add(List.of(new Frame(name, FrameKind.NATIVE, name)), 1);
      for (String kind : List.of("", name)) {
        stacks.add(
            List.of(new Frame("f", FrameKind.KERNEL, kind), new Frame(name, FrameKind.JIT)), 1);
      }
    }
    for (String title : HostileNames.ALL) {
      FlameGraphOptions options =
          FlameGraphOptions.titled(title).withFacts(HostileNames.ALL).withUnit(title);

      Document document = parsed(bytes(stacks.build(), options));

      assertThat(document.getElementsByTagName("script").getLength()).isEqualTo(1);
      assertThat(document.getElementsByTagName("img").getLength()).isZero();
      assertThat(document.getElementsByTagName("title").item(0).getTextContent())
          .isEqualTo(PackedPicture.shown(title));
    }
  }

  @Test
  void drawsEveryCollapsedTextThatIsHardToDraw() throws Exception {
    for (String text : HostileNames.COLLAPSED) {
      CallTree tree = CollapsedReaderTest.read(text).tree();
      assertThat(parsed(bytes(tree, OPTIONS)).getDocumentElement().getTagName()).isEqualTo("svg");
    }
  }

  @Test
  void drawsNothingForNoStacks() throws Exception {
    Document document = parsed(bytes(CallTree.builder().build(), OPTIONS));

    assertThat(document.getElementsByTagName("text").getLength()).isPositive();
    assertThat(metadata(document, "names")).isEmpty();
    assertThat(metadata(document, "nodes")).isEqualTo("A");
  }

  @Test
  void drawsStacksOfTwentyThousandFrames() throws Exception {
    Frame frame = new Frame("recurse", FrameKind.NATIVE);
    CallTree tree = CallTree.builder().add(Collections.nCopies(20_000, frame), 1).build();

    Document document = parsed(bytes(tree, OPTIONS));

    assertThat(metadata(document, "nodes")).hasSize("A".length() + 20_000 * "AA".length() + 1);
    Element still = (Element) document.getElementsByTagName("g").item(0);
    assertThat(still.getTextContent()).contains("\u2026 and 19745 deeper rows");
  }

  @Test
  void leavesNarrowFramesOutAndSaysSo() throws Exception {
    CallTree.Builder stacks = CallTree.builder();
    Frame main = new Frame("main", FrameKind.NATIVE);
    stacks.add(List.of(main), 9_900);
    for (int i = 0; i < 100; i++) {
      stacks.add(List.of(main, new Frame("rare" + i, FrameKind.NATIVE)), 1);
    }
    CallTree tree = stacks.build();

    Document whole = parsed(bytes(tree, OPTIONS));
    Document cut = parsed(bytes(tree, OPTIONS.withCut(0.001)));

    assertThat(metadata(whole, "names")).contains("rare");
    assertThat(metadata(cut, "names")).isEqualTo("nAAmain\n");
    assertThat(metadata(cut, "about"))
        .contains("left out: 100 of 101 frames, each below 0.1 %; they hold 1 % of all samples");
    assertThat(metadata(whole, "about")).doesNotContain("left out");
  }

  @Test
  void saysWhenCountsWereDivided() throws Exception {
    CallTree tree =
        CallTree.builder()
            .add(List.of(new Frame("a", FrameKind.NATIVE)), Long.MAX_VALUE)
            .add(List.of(new Frame("b", FrameKind.NATIVE)), Long.MAX_VALUE)
            .build();

    assertThat(metadata(parsed(bytes(tree, OPTIONS)), "about")).contains("counts: divided by 2");
  }

  @Test
  void carriesScriptsAndStylesThatEndWhereTheyShould() throws Exception {
    Document document = parsed(bytes(CallTree.builder().build(), OPTIONS));

    assertThat(document.getElementsByTagName("script").item(0).getTextContent())
        .startsWith("\n(function () {")
        .endsWith("})();\n");
    assertThat(document.getElementsByTagName("style").item(0).getTextContent()).endsWith("}\n");
    assertThat(document.getDocumentElement().getElementsByTagName("*").getLength()).isLessThan(40);
  }

  @Test
  void beginsAsItIsTold() throws Exception {
    CallTree tree = RandomStacks.tree(RandomStacks.of(1, 10));
    FlameGraphOptions options =
        OPTIONS.withRootAtBottom(true).withColouring(Colouring.PACKAGE).withPerSecond(99.5);

    assertThat(metadata(parsed(bytes(tree, options)), "about"))
        .startsWith("samples\n99.5\n#flip=1&colours=package\n0\n\nsamples: 100\n");
    assertThat(metadata(parsed(bytes(tree, OPTIONS)), "about"))
        .startsWith("samples\n0.0\n#\n0\n\nsamples: 100\n");
    FlameGraphOptions others = OPTIONS.withWidth(900).withReversed(true).withSubtitle("of\nmine");
    assertThat(metadata(parsed(bytes(tree, others)), "about"))
        .startsWith("samples\n0.0\n#view=reverse\n900\nof\\x0amine\nsamples: 100\n");
    assertThatThrownBy(() -> OPTIONS.withPerSecond(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drawsTheStillPictureAsThePageOpens() throws Exception {
    CallTree tree =
        CallTree.builder()
            .add(
                List.of(new Frame("outer", FrameKind.NATIVE), new Frame("in", FrameKind.NATIVE)), 9)
            .build();

    String still =
        new String(
            bytes(tree, OPTIONS.withReversed(true).withWidth(400).withSubtitle("below")), UTF_8);

    assertThat(still).contains("width=\"400\"", ">below</text>");
    assertThat(still.indexOf(">in</text>")).isPositive().isLessThan(still.indexOf(">outer</text>"));
  }

  @Test
  void needsNothingFromTheNetwork() throws IOException {
    String svg = svg(RandomStacks.tree(RandomStacks.of(1, 10)));

    assertThat(svg.replace("http://www.w3.org/", "")).doesNotContain("http:", "https:", "@import");
  }

  @Test
  void passesTheFailureOfItsStreamOn() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };

    assertThatThrownBy(() -> FlameGraph.write(CallTree.builder().build(), OPTIONS, full))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
  }

  @Test
  void refusesACutThatIsNoShare() {
    assertThatThrownBy(() -> OPTIONS.withCut(1.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OPTIONS.withCut(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void warmsUpWithoutATrace() {
    FlameGraph.warmUp();
  }

  private static String svg(CallTree tree) throws IOException {
    return new String(bytes(tree, OPTIONS), UTF_8);
  }

  private static byte[] bytes(CallTree tree, FlameGraphOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraph.write(tree, options, out);
    return out.toByteArray();
  }

  private static Document parsed(byte[] svg)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg));
  }

  private static String metadata(Document document, String id) {
    NodeList elements = document.getElementsByTagName("metadata");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      if (element.getAttribute("id").equals(id)) {
        return element.getTextContent();
      }
    }
    throw new AssertionError("no metadata " + id);
  }
}
