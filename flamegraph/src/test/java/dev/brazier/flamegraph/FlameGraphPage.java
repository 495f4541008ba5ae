package dev.brazier.flamegraph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;

/** What a reader sees of, and does to, a flame graph that is open in a browser. */
final class FlameGraphPage {
  private final Browser browser;

  FlameGraphPage(Browser browser) {
    this.browser = browser;
  }

  /** Searches as a reader does who follows a link. */
  void search(String text) throws IOException, InterruptedException {
    browser.run(
        "return new Promise(done => { addEventListener('hashchange', () => done(), {once: true});"
            + " location.hash = '#search=' + encodeURIComponent(arguments[0]) })",
        text);
  }

  List<String> labels() throws IOException, InterruptedException {
    JsonArray texts =
        browser
            .run("return [...document.querySelectorAll('.labels text')].map(t => t.textContent)")
            .getAsJsonArray();
    return texts.asList().stream().map(JsonElement::getAsString).toList();
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
    return browser.text("return location.hash");
  }
}
