package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphDiffIT extends PageTest {
  @Test
  void coloursFramesByHowTheyChanged() throws IOException, InterruptedException {
    openDiff(true);

    assertThat(page.rows()).containsExactly("all", "main", "fresh parse render", "scan");
    assertThat(tintOf("render")).isEqualTo("x3");
    assertThat(tintOf("parse")).isEqualTo("w4");
    assertThat(tintOf("fresh")).isEqualTo("x4");
    assertThat(tintOf("main")).isEqualTo("v0");
    assertThat(page.describe("render"))
        .contains("before 40 samples (40.00 %)", "after 140 samples (70.00 %)", "+30.00 points");
    assertThat(page.describe("fresh")).contains("before 0 samples", "+20.00 points, new");
    assertThat(legend()).contains("half or less").contains("twice or more");
    browser.type("k");
    assertThat(tintOf("render")).startsWith("q");
    assertThat(page.describe("render")).contains("before 40 samples");
  }

  @Test
  void showsWhatIsGoneByOneKey() throws IOException, InterruptedException {
    String url = openDiff(true);

    browser.type("g");

    assertThat(page.rows()).containsExactly("all", "main", "fresh old parse render", "older scan");
    assertThat(tintOf("old")).isEqualTo("w4 gone");
    assertThat(page.describe("old"))
        .contains("before 20 samples (20.00 %)", "after 0 samples", "\u221220.00 points, gone");
    assertThat(page.boxWidth("old")).isCloseTo(page.boxWidth("fresh"), within(1L));
    assertThat(page.chips()).containsExactly("with what is gone\u00d7");
    assertThat(page.describe("main")).contains("after 200 samples (100.00 %)");
    String address = page.address();
    browser.open("about:blank");
    browser.open(url + address);
    assertThat(page.labels()).contains("older");
    browser.type("g");
    assertThat(page.labels()).doesNotContain("old", "older");
    assertThat(page.address()).isEmpty();
  }

  @Test
  void swapsTheSidesByOneKey() throws IOException, InterruptedException {
    openDiff(true);

    browser.type("b");

    assertThat(page.rows()).containsExactly("all", "main", "old parse render", "older scan");
    assertThat(tintOf("render")).isEqualTo("w3");
    assertThat(tintOf("old")).isEqualTo("x4");
    assertThat(page.describe("render"))
        .contains("before 140 samples (70.00 %)", "after 40 samples (40.00 %)", "\u221230.00");
    assertThat(page.chips()).containsExactly("swapped: before is b.txt, after is a.txt\u00d7");
    browser.type("g");
    assertThat(tintOf("fresh")).isEqualTo("w4 gone");
    browser.type("0");
    assertThat(page.rows()).containsExactly("all", "main", "fresh parse render", "scan");
  }

  @Test
  void listsWhatGrewAndWhatShrank() throws IOException, InterruptedException {
    openDiff(true);

    browser.type("t");

    assertThat(page.table())
        .containsExactly(
            "140 70.0 % +30.00 points 140 70.0 % +30.00 points render",
            "40 20.0 % +20.00 points 40 20.0 % +20.00 points fresh",
            "0 0.0 % \u00b10.00 points 200 100.0 % \u00b10.00 points main",
            "0 0.0 % \u00b10.00 points 0 0.0 % \u221220.00 points old",
            "0 0.0 % \u00b10.00 points 20 10.0 % \u221230.00 points parse",
            "0 0.0 % \u221220.00 points 0 0.0 % \u221220.00 points older",
            "20 10.0 % \u221230.00 points 20 10.0 % \u221230.00 points scan");
    page.press(".functions th.grown button");
    assertThat(page.table().get(0)).endsWith("scan");
    browser.type("g");
    assertThat(page.table().get(0)).endsWith("scan").hasSizeGreaterThan(0);
    assertThat(page.table()).hasSize(7);
  }

  @Test
  void comparesInEveryView() throws IOException, InterruptedException {
    openDiff(true);

    browser.type("r");
    assertThat(page.rows().get(1)).isEqualTo("fresh render scan");
    assertThat(tintOf("scan")).isEqualTo("w4");
    assertThat(page.describe("scan")).contains("before 40 samples (40.00 %)", "after 20 samples");
    browser.type("g");
    assertThat(page.rows().get(1)).isEqualTo("fresh older render scan");
    browser.type("gr");
    int[] place = page.place("parse");
    browser.point(place[0], place[1]);
    browser.type("s");
    assertThat(page.rows()).containsExactly("main", "parse", "scan");
    assertThat(page.describe("main")).contains("before 40 samples", "after 20 samples");
    page.open("#hide=parse");
    assertThat(page.describe("scan")).contains("before 40 samples");
    page.open("#search=old");
    assertThat(page.matched()).startsWith("0.00 % matched").contains("0 places");
  }

  @Test
  void comparesCountsWhereTheyAreAbsolute() throws IOException, InterruptedException {
    openDiff(false);

    assertThat(tintOf("main")).isEqualTo("x4");
    assertThat(page.describe("main")).contains("+100.00 %");
    assertThat(page.describe("render")).contains("+100.00 %");
  }

  private String openDiff(boolean normalised) throws IOException, InterruptedException {
    Path file = folder.resolve("diff.svg");
    try (OutputStream out = Files.newOutputStream(file)) {
      FlameGraph.write(
          ComparedTree.of(ComparisonPictureTest.before(), ComparisonPictureTest.after()),
          new Comparison("a.txt", "b.txt", normalised),
          FlameGraphOptions.titled("a diff").withFacts(List.of("before: a.txt", "after: b.txt")),
          out);
    }
    browser.open(file.toUri().toString());
    return file.toUri().toString();
  }

  /** The class of the box under a label. */
  private String tintOf(String label) throws IOException, InterruptedException {
    return browser.text(
        "const box = [...document.querySelectorAll('.labels text')]"
            + ".find(t => t.textContent === arguments[0]).getBoundingClientRect();"
            + "return document.elementFromPoint(box.x + 1, box.y + 2).getAttribute('class')",
        label);
  }

  private String legend() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.legend').textContent");
  }
}
