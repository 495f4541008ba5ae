package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;

/** What a reader sees of, and does to, a flame graph that is open in a browser. */
final class FlameGraphPage {
  /** The address follows what is shown a moment later: a promise that it has. */
  private static final String ADDRESS =
      "new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))";

  private final Browser browser;

  FlameGraphPage(Browser browser) {
    this.browser = browser;
  }

  /** Searches as a reader does who follows a link. */
  void search(String text) throws IOException, InterruptedException {
    open("#search=" + URLEncoder.encode(text, UTF_8).replace("+", "%20"));
  }

  /** Follows a link within the page. */
  void open(String fragment) throws IOException, InterruptedException {
    browser.run(
        "const fragment = arguments[0]; return "
            + ADDRESS
            + ".then(() => new Promise(done => {"
            + " addEventListener('hashchange', () => done(), {once: true});"
            + " if (location.hash === fragment) done(); location.hash = fragment }))",
        fragment);
  }

  /** Opens an address as if it had never been open. */
  void openAnew(String url) throws IOException, InterruptedException {
    browser.open("about:blank");
    browser.open(url);
  }

  /** How many of the elements that a selector names are visible. */
  int visible(String selector) throws IOException, InterruptedException {
    return browser
        .run(
            "return [...document.querySelectorAll(arguments[0])]"
                + ".filter(element => element.getClientRects().length > 0).length",
            selector)
        .getAsInt();
  }

  /** Waits until an expression is true. */
  void await(String expression) throws IOException, InterruptedException {
    browser.run(
        "return new Promise(done => { const look = () => ("
            + expression
            + ") ? done() : setTimeout(look, 10); look(); })");
  }

  void back() throws IOException, InterruptedException {
    browser.run(
        "return "
            + ADDRESS
            + ".then(() => new Promise(done => {"
            + " addEventListener('popstate', () => done(), {once: true}); history.back() }))");
  }

  /** The labels of each row of the chart, from the top, parted by spaces from left to right. */
  List<String> rows() throws IOException, InterruptedException {
    return strings(
        "const rows = new Map();"
            + "for (const text of document.querySelectorAll('.labels text')) {"
            + "  const y = Number(text.getAttribute('y'));"
            + "  rows.set(y, [...(rows.get(y) ?? []), [Number(text.getAttribute('x')), text]]);"
            + "}"
            + "return [...rows].sort((a, b) => a[0] - b[0]).map(([, texts]) =>"
            + "  texts.sort((a, b) => a[0] - b[0]).map(([, text]) => text.textContent).join(' '))");
  }

  /** The active filters and views. */
  List<String> chips() throws IOException, InterruptedException {
    return strings("return [...document.querySelector('.chips').children].map(c => c.textContent)");
  }

  /** The rows of the table of functions, cells parted by spaces. */
  List<String> table() throws IOException, InterruptedException {
    return strings(
        "return [...document.querySelectorAll('.functions tbody tr')]"
            + ".map(row => [...row.cells].map(cell => cell.textContent).join(' '))");
  }

  /** What the details say about a frame when the mouse is on it. */
  String describe(String label) throws IOException, InterruptedException {
    int[] place = place(label);
    browser.point(place[0], place[1]);
    return details();
  }

  private List<String> strings(String script) throws IOException, InterruptedException {
    return browser.run(script).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsString)
        .toList();
  }

  List<String> labels() throws IOException, InterruptedException {
    return strings("return [...document.querySelectorAll('.labels text')].map(t => t.textContent)");
  }

  private JsonObject rectangle(String label) throws IOException, InterruptedException {
    return browser
        .run(
            "return [...document.querySelectorAll('.labels text')]"
                + ".find(t => t.textContent === arguments[0]).getBoundingClientRect().toJSON()",
            label)
        .getAsJsonObject();
  }

  /** A point in the middle of a label. */
  int[] place(String label) throws IOException, InterruptedException {
    JsonObject box = rectangle(label);
    return new int[] {
      (int) (box.get("x").getAsDouble() + box.get("width").getAsDouble() / 2),
      (int) (box.get("y").getAsDouble() + box.get("height").getAsDouble() / 2)
    };
  }

  void clickFrame(String label) throws IOException, InterruptedException {
    int[] place = place(label);
    browser.click(place[0], place[1]);
  }

  void press(String selector) throws IOException, InterruptedException {
    browser.run("document.querySelector(arguments[0]).click()", selector);
  }

  /** The width of a frame: that of the mark around it when the mouse is on it. */
  long boxWidth(String label) throws IOException, InterruptedException {
    int[] place = place(label);
    browser.point(place[0], place[1]);
    String width = browser.text("return document.querySelector('.hover').getAttribute('width')");
    return Math.round(Double.parseDouble(width)) + 2;
  }

  long chartWidth() throws IOException, InterruptedException {
    return browser.run("return document.querySelector('.chart').clientWidth").getAsLong();
  }

  void awaitChartBelow(int width) throws IOException, InterruptedException {
    browser.run(
        "return new Promise(done => { const look = () => document.querySelector('.chart')"
            + ".clientWidth < Number(arguments[0]) ? done() : setTimeout(look, 10); look(); })",
        Integer.toString(width));
  }

  String crumbs() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.crumbs').textContent");
  }

  String matched() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.matched').textContent");
  }

  String details() throws IOException, InterruptedException {
    return browser.text("return document.querySelector('.details').innerText");
  }

  String address() throws IOException, InterruptedException {
    return browser.text("return " + ADDRESS + ".then(() => location.hash)");
  }
}
