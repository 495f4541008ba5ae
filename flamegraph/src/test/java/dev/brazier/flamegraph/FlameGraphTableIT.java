package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphTableIT extends PageTest {
  @Test
  void listsFunctionsByTheirOwnCountsWithRecursionCountedOnce()
      throws IOException, InterruptedException {
    Frame main = new Frame("main", FrameKind.NATIVE);
    Frame f = new Frame("f", FrameKind.NATIVE);
    CallTree tree = CallTree.builder().add(List.of(main, f, f, f), 9).add(List.of(main), 1).build();
    browser.open(written("recursion", tree, "recursion"));

    browser.type("t");

    assertThat(page.table()).containsExactly("9 90.0 % 9 90.0 % f", "1 10.0 % 10 100.0 % main");
    assertThat(caption()).isEqualTo("2 functions");
  }

  @Test
  void sortsByTheHeadOfAColumnAndSaysSo() throws IOException, InterruptedException {
    String url = open(hosts());
    browser.type("t");
    assertThat(sorting()).containsExactly("descending", "none", "none");

    page.press(".functions th.total button");
    assertThat(sorting()).containsExactly("none", "descending", "none");
    assertThat(page.table().get(0)).isEqualTo("35 35.0 % 100 100.0 % main");
    page.press(".functions th.total button");
    assertThat(sorting()).containsExactly("none", "ascending", "none");
    page.press(".functions th.name button");
    assertThat(page.table().get(0)).endsWith("handle");

    String address = page.address();
    browser.open("about:blank");
    browser.open(url + address);
    assertThat(sorting()).containsExactly("none", "none", "ascending");
  }

  @Test
  void listsWhatTheSearchNamesAndTheZoomHolds() throws IOException, InterruptedException {
    open(hosts());
    browser.type("t");

    browser.type("/read");
    assertThat(page.table()).containsExactly("25 25.0 % 25 25.0 % read");
    assertThat(caption()).isEqualTo("1 function that matches");
    browser.type(ESCAPE);
    page.clickFrame("db");
    assertThat(page.table().get(0)).isEqualTo("35 87.5 % 40 100.0 % main");
    assertThat(caption()).isEqualTo("2 functions in db");
  }

  @Test
  void isWalkedByArrowKeysAndOpensCallersAndCalleesByEnter()
      throws IOException, InterruptedException {
    open(hosts());

    browser.type("t" + DOWN + DOWN + UP);
    assertThat(browser.text("return document.activeElement.textContent")).isEqualTo("main");
    browser.type(ENTER);

    assertThat(page.rows().get(2)).isEqualTo("main");
    assertThat(page.chips()).containsExactly("callers and callees of main\u00d7");
    assertThat(browser.run("return document.querySelectorAll('.functions tr.current').length"))
        .hasToString("1");
  }

  @Test
  void isATableToWhoListens() throws IOException, InterruptedException {
    open(hosts());
    browser.type("t");

    assertThat(
            browser.text(
                "const t = document.querySelector('.functions table');"
                    + "return [t.caption.localName, t.tHead.rows[0].cells[0].scope,"
                    + " t.tBodies[0].rows[0].cells[4].scope,"
                    + " t.querySelectorAll('tbody [tabindex=\"0\"]').length].join(' ')"))
        .isEqualTo("caption col row 1");
  }

  private String caption() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.functions caption').textContent");
  }

  private List<String> sorting() throws IOException, InterruptedException {
    String sorts =
        browser.text(
            "return [...document.querySelectorAll('.functions thead th')]"
                + ".map(th => th.getAttribute('aria-sort') ?? 'none').join(' ')");
    return List.of(sorts.split(" "));
  }
}
