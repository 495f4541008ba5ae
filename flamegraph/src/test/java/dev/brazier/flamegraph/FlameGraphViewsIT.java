package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphViewsIT extends PageTest {
  @Test
  void mergesStacksFromTheirInnermostFunctions() throws IOException, InterruptedException {
    String url = open(hosts());

    browser.type("r");

    assertThat(page.rows().get(1)).isEqualTo("handle main read");
    assertThat(page.describe("read")).contains("25 samples", "25.00 % of all");
    assertThat(page.chips()).containsExactly("reversed×");
    page.clickFrame("read");
    assertThat(page.labels()).contains("handle", "nginx", "web");
    assertThat(page.describe("handle")).contains("20 samples", "80.00 % of the call it makes");

    String address = page.address();
    browser.open("about:blank");
    browser.open(url + address);
    assertThat(page.describe("handle")).contains("20 samples", "80.00 % of the call it makes");
    browser.type(ESCAPE + ESCAPE);
    assertThat(page.rows().get(1)).isEqualTo("db web");
    assertThat(page.address()).isEmpty();
  }

  @Test
  void showsWhatTheFileLeavesOutAsSuchInEveryView() throws IOException, InterruptedException {
    CallTree.Builder stacks = CallTree.builder();
    Frame main = new Frame("main", FrameKind.NATIVE);
    stacks.add(List.of(main), 9_000);
    for (int i = 0; i < 1_000; i++) {
      stacks.add(List.of(main, new Frame("rare" + i, FrameKind.NATIVE)), 1);
    }
    browser.open(written("cut", stacks.build(), "cut", 0.001));

    assertThat(page.describe("main"))
        .contains("self 9,000 (90.00 %)", "10.00 % in frames left out");
    browser.type("r");
    assertThat(page.rows().get(1)).isEqualTo("main [left out]");
    assertThat(page.describe("[left out]")).contains("1,000 samples");
    browser.type("rt");
    assertThat(page.table())
        .containsExactly(
            "9,000 90.0 % 10,000 100.0 % main", "1,000 10.0 % 1,000 10.0 % [left out]");
    page.open("#focus=rare");
    assertThat(page.chips()).contains("10.00 % could not be tested whole");
  }

  @Test
  void putsAFunctionBetweenItsCallersAndCallees() throws IOException, InterruptedException {
    String url = open(hosts());
    int[] place = page.place("main");
    browser.point(place[0], place[1]);

    browser.type("s");

    assertThat(page.rows())
        .containsExactly("web db", "nginx postgres", "main", "handle read", "read");
    assertThat(page.describe("main")).contains("100 samples");
    assertThat(page.describe("handle")).contains("60 samples", "self 40 (40.00 %)");
    page.clickFrame("nginx");
    assertThat(page.rows()).containsExactly("web", "nginx", "main", "handle read", "read");
    browser.open(url + "#view=sandwich&of=99999");
    assertThat(page.rows().get(0)).isEqualTo("all");
    page.open("#search=read&view=sandwich&of=" + frameNumber(hosts(), "handle"));
    assertThat(page.rows()).contains("handle", "read");
    assertThat(page.matched()).isEqualTo("33.33 % matched · 1 place");
  }

  @Test
  void countsAStackOnceInTheSandwichOfARecursiveFunction()
      throws IOException, InterruptedException {
    open(recursion());

    page.open("#view=sandwich&of=" + frameNumber(recursion(), "f"));

    assertThat(page.rows()).containsExactly("main", "f", "f g", "f");
    assertThat(page.describe("g")).contains("4 samples");
    assertThat(page.describe("main")).contains("10 samples");
  }

  @Test
  void foldsRecursion() throws IOException, InterruptedException {
    open(recursion());

    browser.type("d");

    assertThat(page.rows()).containsExactly("all", "main", "f", "g", "f");
    assertThat(page.describe("g")).contains("4 samples", "self 1");
    assertThat(page.address()).isEqualTo("#fold=1");
  }

  @Test
  void keepsAndDropsStacksByPatterns() throws IOException, InterruptedException {
    open(hosts());

    page.open("#focus=handle");
    assertThat(page.rows()).containsExactly("all", "web", "nginx", "main", "handle", "read");
    assertThat(page.describe("all")).contains("60 samples", "60.00 % of all");
    page.open("#exclude=%5Eread%24");
    assertThat(page.labels()).doesNotContain("read");
    assertThat(page.describe("all")).contains("75 samples");
    page.open("#hide=main%7Chandle");
    assertThat(page.rows()).containsExactly("all", "db web", "postgres nginx", "read read");
    assertThat(page.describe("postgres")).contains("40 samples", "self 35");
    page.open("#focus=(");
    assertThat(page.chips()).containsExactly("only through (not a pattern) (×");
    assertThat(page.rows().get(1)).isEqualTo("db web");
  }

  @Test
  void filtersByTheFormAndByKeysAndTakesEachStepBack() throws IOException, InterruptedException {
    open(hosts());

    browser.type("fhandle" + ESCAPE);
    assertThat(page.chips()).containsExactly("only through handle×");
    browser.type(DOWN + DOWN + DOWN + DOWN + DOWN + "h");
    assertThat(page.chips()).containsExactly("only through handle×", "hidden ^read$×");
    assertThat(page.labels()).contains("handle").doesNotContain("read");
    page.back();
    assertThat(page.chips()).containsExactly("only through handle×");
    page.press(".chip");
    assertThat(page.chips()).isEmpty();
    assertThat(page.rows().get(1)).isEqualTo("db web");
  }

  @Test
  void keepsTheZoomWhereItIsInOtherStacks() throws IOException, InterruptedException {
    open(hosts());
    page.clickFrame("nginx");

    page.press("button[title*='(f)']");
    browser.type("read" + ESCAPE);

    assertThat(page.crumbs()).isEqualTo("allwebnginx");
    assertThat(page.describe("nginx")).contains("20 samples");
  }

  /** The number that the address has for a function. */
  private static int frameNumber(CallTree tree, String name) {
    return tree.frames().stream().map(Frame::name).toList().indexOf(name);
  }

  private static CallTree recursion() {
    Frame main = new Frame("main", FrameKind.NATIVE);
    Frame f = new Frame("f", FrameKind.NATIVE);
    Frame g = new Frame("g", FrameKind.NATIVE);
    return CallTree.builder()
        .add(List.of(main, f), 1)
        .add(List.of(main, f, f), 5)
        .add(List.of(main, f, g), 1)
        .add(List.of(main, f, g, f), 3)
        .build();
  }
}
