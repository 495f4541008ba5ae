package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes flame graphs: one SVG file that needs nothing else, neither network nor fonts.
 *
 * <p>A browser that runs its script shows an interactive view of all frames above the cut; every
 * other reader shows the still picture in it. The file carries the frames as data, about six bytes
 * each, and the script draws those that can be seen.
 */
public final class FlameGraph {
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "picture.js",
          "tree.js",
          "functions.js",
          "views.js",
          "search.js",
          "labels.js",
          "packages.js",
          "lenses.js",
          "state.js",
          "chart.js",
          "heading.js",
          "searchbox.js",
          "filters.js",
          "details.js",
          "table.js",
          "menu.js",
          "keys.js",
          "bar.js",
          "page.js");

  private FlameGraph() {}

  /**
   * Writes a call tree as a picture and leaves the stream open. Equal trees and options give equal
   * bytes.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(CallTree tree, FlameGraphOptions options, OutputStream out)
      throws IOException {
    Picture picture = new Picture(tree, options.cut());
    List<String> facts = facts(picture, options);
    StillPicture still = new StillPicture(picture, options).draw(facts);
    XmlText xml = new XmlText(out);
    String title = PackedPicture.shown(options.title());
    String width = Integer.toString(StillPicture.WIDTH);
    String height = Integer.toString(still.height());
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    xml.raw(" width=\"").raw(width).raw("\" height=\"").raw(height);
    xml.raw("\" viewBox=\"0 0 ").raw(width).raw(' ').raw(height);
    xml.raw("\" role=\"img\" aria-label=\"").text(title).raw("\">\n<title>").text(title);
    xml.raw("</title>\n<style><![CDATA[\n");
    xml.raw(resource("flamegraph.css")).raw(Palette.css()).raw("]]></style>\n");
    xml.raw(still.markup()).raw("\n<metadata id=\"about\">");
    xml.text(PackedPicture.shown(options.unit())).raw('\n');
    xml.raw(Double.toString(options.perSecond())).raw('\n').text(start(options)).raw('\n');
    for (String fact : facts) {
      xml.text(PackedPicture.shown(fact)).raw('\n');
    }
    xml.raw("</metadata>\n");
    new PackedPicture(picture).writeTo(xml);
    xml.raw("<script><![CDATA[\n(function () {\n\"use strict\";\n");
    for (String script : SCRIPTS) {
      xml.raw(packed(resource(script)));
    }
    xml.raw("})();\n]]></script>\n</svg>\n").flush();
  }

  /**
   * Loads what {@link #write} needs from the Java platform and from resources, so that the first
   * picture is written as fast as the next: worth calling in the background while stacks are still
   * being collected.
   */
  public static void warmUp() {
    CallTree tree = CallTree.builder().add(List.of(new Frame("main", FrameKind.NATIVE)), 1).build();
    try {
      write(tree, FlameGraphOptions.titled(""), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new AssertionError("a null stream takes everything", e);
    }
  }

  /** How the page begins, as a fragment of its address; see {@code state.js}. */
  private static String start(FlameGraphOptions options) {
    List<String> parts = new ArrayList<>();
    if (options.inverted()) {
      parts.add("flip=1");
    }
    if (options.colouring() != Colouring.KIND) {
      parts.add("colours=" + options.colouring().word());
    }
    return "#" + String.join("&", parts);
  }

  /** The caller's facts and those about the picture itself. */
  private static List<String> facts(Picture picture, FlameGraphOptions options) {
    List<String> facts = new ArrayList<>(options.facts());
    CallTree tree = picture.tree();
    if (picture.leftOut() > 0) {
      facts.add(
          "left out: "
              + Figures.grouped(picture.leftOut())
              + " of "
              + Figures.grouped(tree.size() - 1L)
              + " frames, each below "
              + Figures.percent(options.cut())
              + " %; they hold "
              + Figures.percent(Math.round(picture.leftOutShare() * 10_000) / 10_000.0)
              + " % of all "
              + options.unit());
    }
    if (tree.divisor() > 1) {
      facts.add("counts: divided by " + Figures.grouped(tree.divisor()));
    }
    return facts;
  }

  /** A script without what is there for its readers alone: indents and lines of comment. */
  private static String packed(String script) {
    StringBuilder packed = new StringBuilder(script.length());
    script
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .forEach(line -> packed.append(line).append('\n'));
    return packed.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FlameGraph.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("read resource " + name + ": not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
