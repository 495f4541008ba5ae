package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test of the page in a browser, whose console is to stay quiet. */
abstract class PageTest {
  static final String ENTER = "\ue007";
  static final String ESCAPE = "\ue00c";
  static final String UP = "\ue013";
  static final String RIGHT = "\ue014";
  static final String DOWN = "\ue015";

  static Browser browser;
  static FlameGraphPage page;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(Browser.missing().isEmpty(), Browser::missing);
    browser = new Browser(1200, 800);
    page = new FlameGraphPage(browser);
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void consoleIsQuiet() throws IOException, InterruptedException {
    assertThat(browser.console()).isEmpty();
  }

  static CallTree hosts() {
    Frame main = new Frame("main", FrameKind.NATIVE, "/usr/sbin/nginx");
    Frame handle = new Frame("handle", FrameKind.NATIVE, "/usr/sbin/nginx");
    Frame read = new Frame("read", FrameKind.KERNEL);
    List<Frame> web =
        List.of(
            new Frame("web", FrameKind.CONTAINER),
            new Frame("nginx", FrameKind.PROCESS),
            main,
            handle);
    List<Frame> db =
        List.of(
            new Frame("db", FrameKind.CONTAINER), new Frame("postgres", FrameKind.PROCESS), main);
    return CallTree.builder()
        .add(web, 40)
        .add(List.of(web.get(0), web.get(1), main, handle, read), 20)
        .add(db, 35)
        .add(List.of(db.get(0), db.get(1), main, read), 5)
        .build();
  }

  final String open(CallTree tree) throws IOException, InterruptedException {
    String url = written("hosts", tree, "test of hosts");
    browser.open(url);
    return url;
  }

  final String written(String name, CallTree tree, String title) throws IOException {
    return written(name, tree, title, FlameGraphOptions.DEFAULT_CUT);
  }

  final String written(String name, CallTree tree, String title, double cut) throws IOException {
    FlameGraphOptions options =
        FlameGraphOptions.titled(title)
            .withFacts(List.of("samples: 100", "event: cpu-clock"))
            .withCut(cut);
    return written(name, tree, options);
  }

  final String written(String name, CallTree tree, FlameGraphOptions options) throws IOException {
    Path file = folder.resolve(name + ".svg");
    try (OutputStream out = Files.newOutputStream(file)) {
      FlameGraph.write(tree, options, out);
    }
    return file.toUri().toString();
  }
}
