package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FlameGraphLookIT extends PageTest {
  private static final Frame READ = new Frame("read", FrameKind.KERNEL);

  @Test
  void followsTheSchemeOfTheSystemAndPrintsInLight() throws IOException, InterruptedException {
    emulate("screen", "dark");
    try {
      open(hosts());
      assertThat(fillOf("k")).isEqualTo(css(Palette.of(READ).dark()));
      emulate("print", "dark");
      assertThat(fillOf("k")).isEqualTo(css(Palette.of(READ).light()));
      emulate("screen", "light");
      assertThat(fillOf("k")).isEqualTo(css(Palette.of(READ).light()));
    } finally {
      browser.devTools("Emulation.setEmulatedMedia", "{}");
    }
  }

  @Test
  void printsAllRowsAndNoControls() throws IOException, InterruptedException {
    Frame frame = new Frame("recurse", FrameKind.NATIVE);
    List<Frame> stack = Collections.nCopies(300, frame);
    browser.open(written("deep", CallTree.builder().add(stack, 1).build(), "deep"));
    assertThat(page.labels()).hasSizeLessThan(200);

    browser.run("window.dispatchEvent(new Event('beforeprint'))");
    emulate("print", "light");
    try {
      assertThat(page.visible(".labels text")).isEqualTo(301);
      assertThat(page.visible("input, button, .details")).isZero();
      assertThat(page.visible(".legend li, h1")).isEqualTo(2);
    } finally {
      browser.devTools("Emulation.setEmulatedMedia", "{}");
      browser.run("window.dispatchEvent(new Event('afterprint'))");
    }
    assertThat(page.labels()).hasSizeLessThan(200);
  }

  @Test
  void fitsNarrowWindows() throws IOException, InterruptedException {
    browser.devTools(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":360,\"height\":640,\"deviceScaleFactor\":1,\"mobile\":false}");
    try {
      page.openAnew(open(hosts()) + "#table=self&focus=read&zoom=2");
      assertThat(
              browser
                  .run("return document.documentElement.scrollWidth <= innerWidth")
                  .getAsBoolean())
          .isTrue();
      assertThat(page.chartWidth()).isGreaterThan(300);
    } finally {
      browser.devTools("Emulation.clearDeviceMetricsOverride", "{}");
    }
  }

  @Test
  void foldsLongFactsUntilTheyAreAskedFor() throws IOException, InterruptedException {
    FlameGraphOptions options =
        FlameGraphOptions.titled("long").withFacts(List.of("why: " + "because ".repeat(900)));
    browser.open(written("long", hosts(), options));

    assertThat(page.place("all")[1]).isLessThan(260);
    page.press("header .link");
    assertThat(page.place("all")[1]).isGreaterThan(320);
  }

  @Test
  void coloursByPackageWithALegend() throws IOException, InterruptedException {
    String url = open(hosts());

    browser.type("k");

    assertThat(browser.text("return document.querySelector('.legend').textContent"))
        .isEqualTo("nginxkernel");
    assertThat(page.address()).isEqualTo("#colours=package");
    FlameGraphOptions options =
        FlameGraphOptions.titled("").withColouring(Colouring.PACKAGE).withRootAtBottom(true);
    browser.open(written("package", hosts(), options));
    assertThat(page.place("web")[1]).isLessThan(page.place("all")[1]);
    assertThat(fillOf("q"))
        .isIn(
            IntStream.range(0, 3)
                .mapToObj(i -> css(Palette.ofPackage("nginx", i).light()))
                .toList());
    browser.open(url);
  }

  @Test
  void namesPackagesAsTheStillPictureDoes() throws IOException, InterruptedException {
    open(hosts());
    String script = resource("picture.js") + resource("labels.js") + resource("packages.js");
    for (FramePackageTest.Case each : FramePackageTest.cases()) {
      Frame frame = each.frame();
      String letter = Character.toString(frame.kind().letter());
      assertThat(
              browser.text(
                  script + "return packageOf(...arguments)", frame.name(), letter, frame.module()))
          .as(frame.name())
          .isEqualTo(each.expected());
    }
  }

  @Test
  void tellsTimesWhereCountsAreTime() throws IOException, InterruptedException {
    FlameGraphOptions options = FlameGraphOptions.titled("times").withPerSecond(20);
    browser.open(written("times", hosts(), options));

    assertThat(page.describe("handle")).contains("60 samples", "3 s", "self 40, 2 s (40.00 %)");
    assertThat(page.describe("nginx")).contains("nginx", "in web");
  }

  @Test
  void showsTheStillPictureInItsColoursUnderTheStrictestPolicy()
      throws IOException, InterruptedException {
    Path file = Path.of(URI.create(written("strict", hosts(), "strict")));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "image/svg+xml");
          exchange.getResponseHeaders().add("Content-Security-Policy", "default-src 'none'");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(Files.readAllBytes(file));
          exchange.close();
        });
    server.start();
    try {
      browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/strict.svg");
      assertThat(browser.text("return document.documentElement.localName")).isEqualTo("svg");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(browser.screenshot()));
      Set<Integer> colors = new TreeSet<>();
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          colors.add(image.getRGB(x, y) & 0xFFFFFF);
        }
      }
      assertThat(colors).contains(Palette.of(READ).light().getRGB() & 0xFFFFFF);
    } finally {
      server.stop(0);
      // The browser reports what the policy forbade.
      assertThat(browser.console()).isNotEmpty();
    }
  }

  @Test
  void offersWhatCanBeDoneWithAFrame() throws IOException, InterruptedException {
    open(hosts());
    int[] place = page.place("handle");

    browser.contextClick(place[0], place[1]);
    assertThat(browser.text("return document.activeElement.textContent")).isEqualTo("ZoomEnter");
    browser.type(DOWN + DOWN + ENTER);
    assertThat(page.chips()).containsExactly("only through ^handle$\u00d7");
    page.back();

    browser.type(DOWN + DOWN + "m" + UP + ENTER);
    page.await("document.querySelector('.said')?.textContent === 'stack copied'");
    assertThat(page.visible(".menu")).isZero();
    browser.type("m" + ESCAPE);
    assertThat(page.visible(".menu")).isZero();
  }

  private static void emulate(String media, String scheme)
      throws IOException, InterruptedException {
    browser.devTools(
        "Emulation.setEmulatedMedia",
        "{\"media\":\"%s\",\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(media, scheme));
  }

  /** The fill of a box whose class begins with a letter. */
  private static String fillOf(String letter) throws IOException, InterruptedException {
    return browser.text(
        "return getComputedStyle(document.querySelector('.chart path[class^=' + arguments[0] + ']'))"
            + ".fill",
        letter);
  }

  private static String css(Color color) {
    return "rgb(%d, %d, %d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }

  private static String resource(String name) throws IOException {
    try (var in = FlameGraph.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
