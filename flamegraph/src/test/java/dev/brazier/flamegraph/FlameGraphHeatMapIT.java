package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.flamegraph.heatmap.HeatMap;
import dev.brazier.flamegraph.heatmap.TimedStacks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphHeatMapIT extends PageTest {
  private static final String LEFT = "\ue012";

  /** How many columns the map has. */
  private int columns = 10;

  @Test
  void showsWhenSomethingRan() throws IOException, InterruptedException {
    open(beats());

    assertThat(colorAt(0, 0)).isEqualTo("heat3");
    assertThat(colorAt(9, 14)).isEqualTo("heat3");
    assertThat(colorAt(9, 15)).isEqualTo("heat0");
    assertThat(colorAt(3, 25)).isEqualTo("heat8");
    assertThat(colorAt(4, 25)).isEqualTo("heat0");
    assertThat(browser.text("return document.querySelector('.heat .scale').textContent"))
        .isEqualTo("samples in 20 ms: 06");
    assertThat(axis()).startsWith("0", "200 ms", "400 ms", "600 ms", "800 ms", "0 s", "2 s", "4 s");
    assertThat(page.rows()).containsExactly("all", "main", "collect work");
  }

  @Test
  void tellsTheTimeAndTheSamplesUnderTheMouse() throws IOException, InterruptedException {
    open(beats());

    point(3, 25);
    assertThat(said()).isEqualTo("3.50 s to 3.52 s: 6 samples");
    point(4, 49);
    assertThat(said()).isEqualTo("4.98 s to 5.00 s: 0 samples");
  }

  @Test
  void aClickBeginsARangeAndTheSecondOneOpensItsFlameGraph()
      throws IOException, InterruptedException {
    open(beats());

    click(3, 30);
    point(4, 5);
    assertThat(said()).startsWith("3.60 s to 4.12 s: 102 samples").contains("where it ends");
    assertThat(page.address()).isEmpty();
    click(4, 5);

    assertThat(page.address()).isEqualTo("#time=3.6-4.12");
    assertThat(page.describe("collect")).contains("90 samples", "88.24 % of the selected time");
    assertThat(page.describe("work")).contains("12 samples");
    assertThat(page.chips()).containsExactly("time 3.60 s to 4.12 s\u00d7");
    browser.point(5, 5);
    assertThat(said()).startsWith("3.60 s to 4.12 s: 102 samples").contains("24.29 % of all");
    page.press(".chip");
    assertThat(page.describe("work")).contains("300 samples", "of all");
  }

  @Test
  void theEndMayBeClickedFirstAndAgainTheSameBox() throws IOException, InterruptedException {
    open(beats());

    click(2, 14);
    click(0, 0);
    assertThat(page.address()).isEqualTo("#time=0-2.3");
    click(5, 0);
    click(5, 0);
    assertThat(page.address()).isEqualTo("#time=5-5.02");
    assertThat(page.describe("work")).contains("2 samples");
  }

  @Test
  void draggingSelects() throws IOException, InterruptedException {
    open(beats());
    int[] from = place(3, 25);
    int[] to = place(3, 44);

    browser.drag(from[0], from[1], to[0], to[1]);

    assertThat(page.address()).isEqualTo("#time=3.5-3.9");
    assertThat(page.rows()).containsExactly("all", "main", "collect");
    assertThat(page.describe("collect")).contains("120 samples", "100.00 % of the selected time");
  }

  @Test
  void aLabelTakesItsColumn() throws IOException, InterruptedException {
    open(beats());
    int[] third = place(3, -2);
    int[] fifth = place(5, -2);

    browser.click(third[0], third[1]);
    assertThat(page.address()).isEqualTo("#time=3-4");
    browser.drag(fifth[0], fifth[1], third[0], third[1]);
    assertThat(page.address()).isEqualTo("#time=3-6");
    assertThat(page.describe("work")).contains("90 samples");
  }

  @Test
  void worksWithTheKeyboardAlone() throws IOException, InterruptedException {
    open(beats());
    browser.point(5, 5);

    browser.type("w" + RIGHT + RIGHT + RIGHT + UP + UP + DOWN);
    assertThat(said()).startsWith("3.02 s to 3.04 s: 2 samples");
    browser.type(ENTER + UP + ENTER);
    assertThat(page.address()).isEqualTo("#time=3.02-3.06");
    browser.type(LEFT + " ");
    assertThat(page.address()).isEqualTo("#time=2-3");
    browser.type(ENTER + RIGHT + ESCAPE);
    assertThat(page.address()).isEqualTo("#time=2-3");
    browser.type(ESCAPE);
    assertThat(page.address()).isEmpty();
    browser.type(ESCAPE);
    assertThat(browser.text("return document.activeElement.getAttribute('class')"))
        .isEqualTo("chart");
  }

  @Test
  void anAddressOpensTheRange() throws IOException, InterruptedException {
    String url = open(beats());

    page.openAnew(url + "#time=3.5-3.9&view=reverse");
    assertThat(page.rows()).containsExactly("all", "collect", "main");
    for (String wrong : List.of("9-3", "x", "3", "20-30", "-1-2", "3-3")) {
      page.openAnew(url + "#time=" + wrong);
      assertThat(page.describe("work")).as(wrong).contains("300 samples");
    }
    page.openAnew(url + "#time=9.5-99");
    assertThat(page.chips()).containsExactly("time 9.50 s to 10.00 s\u00d7");
  }

  @Test
  void theWholePageIsAboutTheRange() throws IOException, InterruptedException {
    open(beats());
    page.open("#time=3-4&table=self");

    assertThat(page.table())
        .containsExactly(
            "120 80.0 % 120 80.0 % collect",
            "30 20.0 % 30 20.0 % work", "0 0.0 % 150 100.0 % main");
    page.open("#time=3-4&search=work");
    assertThat(page.matched()).startsWith("20.00 % matched");
    page.open("#time=3-4&exclude=collect");
    assertThat(page.rows()).containsExactly("all", "main", "work");
    page.open("#time=4-5");
    assertThat(page.rows()).containsExactly("all", "main", "work");
    browser.type("0");
    assertThat(page.address()).isEmpty();
    page.back();
    assertThat(page.address()).isEqualTo("#time=4-5");
  }

  @Test
  void aZoomStaysWhereTheRangeHasTheFrame() throws IOException, InterruptedException {
    open(beats());
    page.clickFrame("collect");
    assertThat(page.rows()).containsExactly("all", "main", "collect");

    int[] third = place(3, -2);
    browser.click(third[0], third[1]);
    assertThat(page.address()).contains("zoom=2");
    int[] fifth = place(5, -2);
    browser.click(fifth[0], fifth[1]);
    assertThat(page.address()).isEqualTo("#zoom=1&time=5-6");
    assertThat(page.rows()).containsExactly("all", "main", "work");
  }

  @Test
  void aRangeInWhichNothingRanSaysSo() throws IOException, InterruptedException {
    open(beats());

    page.open("#time=4.5-4.9");
    assertThat(page.rows()).containsExactly("all");
    assertThat(said()).startsWith("4.50 s to 4.90 s: 0 samples");
    columns = 2;
    open(new TimedStacks().until(2_000));
    assertThat(page.rows()).containsExactly("all");
    assertThat(colorAt(1, 49)).isEqualTo("heat0");
  }

  @Test
  void framesLeftOutAreCountedInRangesToo() throws IOException, InterruptedException {
    TimedStacks many = new TimedStacks();
    for (int i = 0; i < 100_100; i++) {
      many.add(i / 100, "f" + i, 1);
    }
    many.add(1_500, "often", 50);
    columns = 2;
    open(many);

    page.open("#time=0-1");
    assertThat(page.describe("main")).contains("100,000 samples", "in frames left out");
    page.open("#time=1-2");
    assertThat(page.describe("often")).contains("50 samples", "33.33 % of the selected time");
  }

  @Test
  void longRecordingsFitAndTheirColumnsAreLonger() throws IOException, InterruptedException {
    TimedStacks hours = new TimedStacks();
    for (int second = 0; second < 4 * 3_600; second += 10) {
      hours.add(second * 1_000L, second % 60 < 30 ? "even" : "odd", 1);
    }
    columns = 480;
    open(hours.until(4 * 3_600_000));

    assertThat(browser.text("return document.querySelector('.facts').textContent"))
        .contains("a column is 30 s");
    assertThat(fits()).isTrue();
    point(479, 0);
    assertThat(said()).isEqualTo("3:59:30.00 to 3:59:30.60: 1 sample");
    browser.devTools(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":360,\"height\":640,\"deviceScaleFactor\":1,\"mobile\":false}");
    try {
      page.await("document.querySelector('.heat').clientWidth < 400");
      assertThat(fits()).isTrue();
      assertThat(
              browser
                  .run(
                      "const map = document.querySelector('.map');"
                          + "return map.scrollWidth > map.clientWidth")
                  .getAsBoolean())
          .isTrue();
    } finally {
      browser.devTools("Emulation.clearDeviceMetricsOverride", "{}");
    }
  }

  @Test
  void runsNoScriptOfNames() throws IOException, InterruptedException {
    TimedStacks stacks = new TimedStacks();
    for (int i = 0; i < HostileNames.ALL.size(); i++) {
      stacks.add(i * 100L, HostileNames.ALL.get(i), 1);
    }
    columns = 2;
    open(stacks);
    for (int box = 0; box < HostileNames.ALL.size() * 5; box += 5) {
      click(box / 50, box % 50);
      click(box / 50, box % 50);
      assertThat(page.details()).contains("1 sample");
    }
    assertThat(browser.run("return window.pwned === undefined").getAsBoolean()).isTrue();
  }

  /** Ten seconds: busy in the first 300 ms of each, and 400 ms of something else in the fourth. */
  static TimedStacks beats() {
    TimedStacks stacks = new TimedStacks();
    for (int millis = 0; millis < 10_000; millis += 10) {
      if (millis % 1_000 < 300) {
        stacks.add(millis, "work", 1);
      }
      if (millis >= 3_500 && millis < 3_900) {
        stacks.add(millis, "collect", 3);
      }
    }
    return stacks.until(10_000);
  }

  private String open(TimedStacks stacks) throws IOException, InterruptedException {
    Path file = folder.resolve("beats.heatmap.svg");
    FlameGraphOptions options =
        FlameGraphOptions.titled("beats").withFacts(List.of("samples: as many as there are"));
    try (OutputStream out = Files.newOutputStream(file)) {
      HeatMap.write(stacks.tree(), stacks.times(), options, out);
    }
    page.openAnew(file.toUri().toString());
    return file.toUri().toString();
  }

  /** The middle of a box of the grid; below its foot for rows below 0. */
  private int[] place(int column, int row) throws IOException, InterruptedException {
    List<Integer> place =
        browser
            .run(
                "const grid = document.querySelector('.heat .grid').getBoundingClientRect();"
                    + "const strip = document.querySelector('.strip').getBoundingClientRect();"
                    + "const [column, row, columns] = [...arguments].map(Number);"
                    + "return [grid.left + (column + 0.5) * strip.width / columns,"
                    + "  strip.top - row * 4 - 2].map(Math.floor)",
                Integer.toString(column),
                Integer.toString(row),
                Integer.toString(columns))
            .getAsJsonArray()
            .asList()
            .stream()
            .map(element -> element.getAsInt())
            .toList();
    return new int[] {place.get(0), place.get(1)};
  }

  private void point(int column, int row) throws IOException, InterruptedException {
    int[] place = place(column, row);
    browser.point(place[0], place[1]);
  }

  private void click(int column, int row) throws IOException, InterruptedException {
    int[] place = place(column, row);
    browser.click(place[0], place[1]);
  }

  /** The class of the colour of a box. */
  private String colorAt(int column, int row) throws IOException, InterruptedException {
    int[] place = place(column, row);
    return browser.text(
        "return document.elementsFromPoint(Number(arguments[0]), Number(arguments[1]))"
            + ".map(element => element.getAttribute('class')).find(name => /^heat[0-9]/.test(name))",
        Integer.toString(place[0]),
        Integer.toString(place[1]));
  }

  private static String said() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.heat output').textContent");
  }

  private static List<String> axis() throws IOException, InterruptedException {
    return browser
        .run("return [...document.querySelectorAll('.heat text')].map(text => text.textContent)")
        .getAsJsonArray()
        .asList()
        .stream()
        .map(element -> element.getAsString())
        .toList();
  }

  private static boolean fits() throws IOException, InterruptedException {
    return browser.run("return document.documentElement.scrollWidth <= innerWidth").getAsBoolean();
  }
}
