package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
          "copy.js",
          "table.js",
          "menu.js",
          "keys.js",
          "bar.js");

  /** What only a page that compares two profiles has. */
  private static final String DIFF_SCRIPT = "diff.js";

  /** Starts the page: the last one. */
  private static final String LAST_SCRIPT = "page.js";

  private FlameGraph() {}

  /**
   * Writes a call tree as a picture and leaves the stream open. Equal trees and options give equal
   * bytes.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(CallTree tree, FlameGraphOptions options, OutputStream out)
      throws IOException {
    write(new Picture(tree, options.cut()), options, null, null, out);
  }

  /**
   * Writes a call tree as a picture with what another package adds to it, and leaves the stream
   * open. Equal arguments give equal bytes.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(
      CallTree tree, FlameGraphOptions options, PictureAddition addition, OutputStream out)
      throws IOException {
    write(new Picture(tree, options.cut()), options, null, addition, out);
  }

  /**
   * Writes two call trees as one picture and leaves the stream open: frames are as wide as they are
   * after, their colours tell how they changed, and the page can show what is gone and change the
   * sides. Equal trees and options give equal bytes.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(
      ComparedTree tree, Comparison comparison, FlameGraphOptions options, OutputStream out)
      throws IOException {
    Picture picture = new Picture(tree, comparison.normalised(), options.cut());
    write(picture, options, comparison, null, out);
  }

  private static void write(
      Picture picture,
      FlameGraphOptions options,
      @Nullable Comparison comparison,
      @Nullable PictureAddition addition,
      OutputStream out)
      throws IOException {
    List<String> facts = facts(picture, options);
    StillPicture still = new StillPicture(opening(picture, options), options).draw(facts, addition);
    XmlText xml = new XmlText(out);
    writeHead(options, still, xml);
    if (comparison != null) {
      xml.raw(resource("diff.css")).raw(Palette.css(Change.all()));
    }
    if (addition != null) {
      xml.raw(addition.style());
    }
    xml.raw("]]></style>\n");
    xml.raw(still.markup()).raw("\n<metadata id=\"about\">");
    xml.text(PackedPicture.shown(options.unit())).raw('\n');
    xml.raw(Double.toString(options.perSecond())).raw('\n').text(start(options)).raw('\n');
    xml.raw(Integer.toString(options.width())).raw('\n');
    xml.text(options.subtitle().isEmpty() ? "" : PackedPicture.shown(options.subtitle())).raw('\n');
    for (String fact : facts) {
      xml.text(PackedPicture.shown(fact)).raw('\n');
    }
    xml.raw("</metadata>\n");
    new PackedPicture(picture).writeTo(xml);
    if (comparison != null) {
      writeSides(picture, comparison, xml);
    }
    if (addition != null) {
      addition.write(new PackedData(xml), picture.ends());
    }
    String script = comparison != null ? resource(DIFF_SCRIPT) : "";
    writeScripts(addition != null ? addition.script() : script, xml);
    xml.raw("</svg>\n").flush();
  }

  /** Up to the page's own style, which is left open. */
  private static void writeHead(FlameGraphOptions options, StillPicture still, XmlText xml)
      throws IOException {
    String title = PackedPicture.shown(options.title());
    String width = Integer.toString(options.stillWidth());
    String height = Integer.toString(still.height());
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
    xml.raw(" width=\"").raw(width).raw("\" height=\"").raw(height);
    xml.raw("\" viewBox=\"0 0 ").raw(width).raw(' ').raw(height);
    xml.raw("\" role=\"img\" aria-label=\"").text(title).raw("\">\n<title>").text(title);
    xml.raw("</title>\n<style><![CDATA[\n");
    xml.raw(resource("flamegraph.css")).raw(Palette.css());
  }

  /** The names of both sides, how they are compared, and the factor of the counts before. */
  private static void writeSides(Picture picture, Comparison comparison, XmlText xml)
      throws IOException {
    xml.raw("<metadata id=\"sides\">");
    xml.text(PackedPicture.shown(comparison.before())).raw('\n');
    xml.text(PackedPicture.shown(comparison.after())).raw('\n');
    xml.raw(comparison.normalised() ? "normalised\n" : "absolute\n");
    xml.raw(Double.toString(picture.factor())).raw("\n</metadata>\n");
  }

  private static void writeScripts(String added, XmlText xml) throws IOException {
    xml.raw("<script><![CDATA[\n(function () {\n\"use strict\";\n").raw(Scripts.COMMON);
    xml.raw(packed(added));
    xml.raw(packed(resource(LAST_SCRIPT))).raw("})();\n]]></script>\n");
  }

  /** What the scripts of all pages begin with: read once, when the first picture is drawn. */
  private static final class Scripts {
    static final String COMMON = common();

    private static String common() {
      StringBuilder text = new StringBuilder();
      for (String script : SCRIPTS) {
        text.append(packed(resource(script)));
      }
      return text.toString();
    }
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

  /**
   * What the still picture shows: the frames of the file, or these turned round, from the whole
   * tree. Two profiles that are compared are never turned round at first.
   */
  private static Picture opening(Picture picture, FlameGraphOptions options) {
    if (!options.reversed() || picture.compared().isPresent()) {
      return picture;
    }
    return new Picture(ReversedTree.of(picture.tree(), options.cut()), options.cut());
  }

  /** How the page begins, as a fragment of its address; see {@code state.js}. */
  private static String start(FlameGraphOptions options) {
    List<String> parts = new ArrayList<>();
    if (options.reversed()) {
      parts.add("view=reverse");
    }
    if (options.rootAtBottom()) {
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
    picture
        .compared()
        .filter(compared -> compared.divisorBefore() > 1)
        .ifPresent(
            compared ->
                facts.add(
                    "counts before: divided by " + Figures.grouped(compared.divisorBefore())));
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

  private static String resource(String name) {
    try (InputStream in = FlameGraph.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("read resource " + name + ": not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read resource " + name, e);
    }
  }
}
