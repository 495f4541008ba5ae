package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FlameGraphIT extends PageTest {
  @Test
  void drawsAllFramesFromAFile() throws IOException, InterruptedException {
    open(hosts());

    assertThat(browser.text("return document.documentElement.localName")).isEqualTo("html");
    assertThat(browser.text("return document.title")).isEqualTo("test of hosts");
    assertThat(page.labels()).contains("all", "web", "db", "nginx", "postgres", "main", "handle");
    assertThat(browser.text("return document.querySelector('header').textContent"))
        .contains("samples", "100", "event", "cpu-clock");
    assertThat(browser.text("return document.querySelector('.legend').textContent"))
        .isEqualTo("containerprocesskernelnative");
  }

  @Test
  void zoomsByClickAndResetsByEscape() throws IOException, InterruptedException {
    open(hosts());

    page.clickFrame("web");
    assertThat(page.labels())
        .contains("all", "web", "nginx", "handle")
        .doesNotContain("db", "postgres");
    assertThat(page.boxWidth("nginx")).isEqualTo(page.chartWidth());
    assertThat(page.crumbs()).isEqualTo("allweb");

    page.clickFrame("all");
    assertThat(page.labels()).contains("db", "postgres");
    page.clickFrame("handle");
    browser.type(ESCAPE);
    assertThat(page.labels()).contains("db", "postgres");
    assertThat(page.address()).isEmpty();
  }

  @Test
  void findsTextAndPatternsAndSaysHowMuchMatched() throws IOException, InterruptedException {
    open(hosts());

    browser.type("/READ");
    assertThat(page.matched()).isEqualTo("25.00 % matched · 2 places");
    page.press(".toggle[title='match case']");
    assertThat(page.matched()).isEqualTo("0.00 % matched · 0 places");
    page.press(".toggle[title='match case']");
    page.search("");
    page.press(".toggle[title='regular expression']");
    browser.run("document.querySelector('input').focus()");
    browser.type("^(nginx|read|main)$");
    assertThat(page.matched()).isEqualTo("100.00 % matched · 2 places");
    browser.type("(");
    assertThat(page.matched()).isEqualTo("not a pattern");
    browser.type(ESCAPE);
    assertThat(page.matched()).isEmpty();
  }

  @Test
  void stepsThroughMatchesAndBackIntoView() throws IOException, InterruptedException {
    open(hosts());
    page.clickFrame("db");
    browser.type("/read" + ENTER);

    assertThat(page.matched()).isEqualTo("25.00 % matched, 12.50 % of this view · 1 of 2 places");
    assertThat(page.details()).contains("read", "5 samples", "5.00 % of all", "self 5 (5.00 %)");
    browser.type(ENTER);
    assertThat(page.matched()).contains("2 of 2 places");
    assertThat(page.details()).contains("20 samples");
    assertThat(page.labels()).contains("nginx");
  }

  @Test
  void tellsAboutTheFrameUnderTheMouse() throws IOException, InterruptedException {
    open(hosts());

    int[] place = page.place("handle");
    browser.point(place[0], place[1]);

    assertThat(page.details())
        .contains("handle", "/usr/sbin/nginx", "60 samples", "60.00 % of all")
        .contains("100.00 % of its caller", "self 40 (40.00 %)");
    browser.point(place[0], place[1] + 300);
    assertThat(page.details()).contains("all", "100 samples");
  }

  @Test
  void walksByKeysAndZoomsByEnter() throws IOException, InterruptedException {
    open(hosts());

    browser.type(DOWN);
    assertThat(page.details()).startsWith("web");
    browser.type(DOWN + DOWN);
    assertThat(page.details()).startsWith("main");
    browser.type(UP + UP);
    browser.type("\ue012");
    assertThat(page.details()).startsWith("db");
    browser.type(RIGHT + ENTER);
    assertThat(page.crumbs()).isEqualTo("allweb");
  }

  @Test
  void copiesTheNameOfAFrame() throws IOException, InterruptedException {
    open(hosts());

    browser.type(DOWN + "c");
    browser.run(
        "return new Promise(done => { const look = () => document.querySelector('.said')"
            + " ? done() : setTimeout(look, 10); look(); })");

    assertThat(page.details()).startsWith("web").contains("name copied");
  }

  @Test
  void turnsUpsideDown() throws IOException, InterruptedException {
    open(hosts());
    int rootOnTop = page.place("all")[1];
    assertThat(page.place("web")[1]).isGreaterThan(rootOnTop);

    browser.type("i");

    assertThat(page.place("web")[1]).isLessThan(page.place("all")[1]);
    assertThat(page.address()).isEqualTo("#flip=1");
  }

  @Test
  void keepsTheViewInItsAddress() throws IOException, InterruptedException {
    String url = open(hosts());
    page.clickFrame("web");
    browser.type("/read");
    String address = page.address();
    assertThat(address).contains("zoom=", "search=read");

    browser.open("about:blank");
    browser.open(url + address);

    assertThat(page.crumbs()).isEqualTo("allweb");
    assertThat(page.matched()).isEqualTo("25.00 % matched, 33.33 % of this view · 2 places");
    browser.run("history.back()");
    browser.open(url + "#zoom=nonsense&search=%");
    assertThat(page.crumbs()).isEqualTo("all");
    browser.open(url + "#zoom=999999");
    assertThat(page.crumbs()).isEqualTo("all");
  }

  @Test
  void followsTheWidthOfTheWindow() throws IOException, InterruptedException {
    open(hosts());
    try {
      browser.resize(700, 800);
      page.awaitChartBelow(700);
      assertThat(page.boxWidth("all")).isEqualTo(page.chartWidth());
    } finally {
      browser.resize(1200, 800);
    }
  }

  @Test
  void showsHostileNamesAndRunsNone() throws IOException, InterruptedException {
    CallTree.Builder stacks = CallTree.builder();
    HostileNames.ALL.forEach(
        name -> stacks.add(List.of(new Frame(name, FrameKind.NATIVE, name)), 1));
    String url = written("hostile", stacks.build(), HostileNames.ALL.get(0));

    browser.open(url);

    assertThat(browser.text("return document.title")).isEqualTo(HostileNames.ALL.get(0));
    assertThat(browser.text("return String(window.pwned)")).isEqualTo("undefined");
    assertThat(browser.run("return document.querySelectorAll('script, img').length").getAsInt())
        .isZero();
    for (String name : HostileNames.ALL) {
      page.search(name);
      browser.type("n" + ENTER);
      assertThat(browser.text("return String(window.pwned)")).isEqualTo("undefined");
    }
    page.search("document.title");
    browser.type("n");
    assertThat(page.details()).startsWith(HostileNames.ALL.get(0));
  }

  @Test
  void reachesTheEndOfDeepStacksWithFewElements() throws IOException, InterruptedException {
    Frame recurse = new Frame("recurse", FrameKind.NATIVE);
    List<Frame> stack = new ArrayList<>(Collections.nCopies(20_000, recurse));
    stack.add(new Frame("bottom", FrameKind.KERNEL));
    browser.open(written("deep", CallTree.builder().add(stack, 3).build(), "deep"));

    assertThat(page.labels()).contains("recurse").doesNotContain("bottom");
    browser.run("window.scrollTo(0, document.documentElement.scrollHeight)");
    browser.run("return new Promise(done => setTimeout(done, 100))");
    assertThat(page.labels()).contains("bottom");
    assertThat(browser.run("return document.querySelectorAll('*').length").getAsInt())
        .isLessThan(400);
  }

  @Test
  void shortensNamesAsTheStillPictureDoes() throws IOException, InterruptedException {
    open(hosts());
    String script = resource("picture.js") + resource("labels.js");
    for (FrameLabelTest.Case expected : FrameLabelTest.cases()) {
      JsonElement forms =
          browser.run(
              script + "return shortForms(arguments[0], arguments[1])",
              expected.forms().get(0),
              Character.toString(expected.kind().letter()));
      assertThat(new Gson().fromJson(forms, String[].class))
          .containsExactlyElementsOf(expected.forms());
    }
  }

  @Test
  void showsAStillPictureWithoutScripts() throws IOException, InterruptedException {
    browser.devTools("Emulation.setScriptExecutionDisabled", "{\"value\":true}");
    try {
      open(hosts());
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(browser.screenshot()));
      Set<Integer> colors = new TreeSet<>();
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          colors.add(image.getRGB(x, y) & 0xFFFFFF);
        }
      }
      assertThat(colors)
          .contains(Palette.of(new Frame("web", FrameKind.CONTAINER)).light().getRGB() & 0xFFFFFF)
          .contains(Palette.of(new Frame("read", FrameKind.KERNEL)).light().getRGB() & 0xFFFFFF);
    } finally {
      browser.devTools("Emulation.setScriptExecutionDisabled", "{\"value\":false}");
    }
    assertThat(browser.text("return document.documentElement.localName")).isEqualTo("svg");
    assertThat(browser.text("return document.querySelector('#still').textContent"))
        .contains("test of hosts", "handle", "postgres");
  }

  private static String resource(String name) throws IOException {
    try (var in = FlameGraph.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
