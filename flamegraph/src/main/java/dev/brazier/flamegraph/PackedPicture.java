package dev.brazier.flamegraph;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture as data for our script: about six bytes a frame, and each name once.
 *
 * <p>Whole numbers are base 32, least digit first, in the 64 signs {@code A-Z a-z 0-9 - _}; a sign
 * of the second half says that more follow. Three elements carry the picture:
 *
 * <ul>
 *   <li>{@code modules}: one module a line.
 *   <li>{@code names}: one frame a line: the kind's letter, the module's line from 1 (0 for none),
 *       how many UTF-16 units the name shares with the one before, and the rest of the name.
 *   <li>{@code nodes}: for each node depth first, the root included: {@code up * 4 + hidden * 2 +
 *       self}, where {@code up} is how many rows it lies above the place below the node before it
 *       and the two bits tell which counts follow; the line of its frame in {@code names} from 0
 *       (not for the root); its own count; the count of its callees that are left out.
 *   <li>{@code before}, only where two profiles are compared: for each of these nodes {@code hidden
 *       * 2 + self} and the counts before that follow, own and left out.
 * </ul>
 */
final class PackedPicture {
  /** Names are shown, and packed, up to this many UTF-16 units; the rest is counted. */
  static final int LONGEST_NAME = 2_000;

  private static final String SIGNS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int BASE = 32;

  private final Picture picture;
  private final CallTree tree;

  PackedPicture(Picture picture) {
    this.picture = picture;
    this.tree = picture.tree();
  }

  void writeTo(XmlText out) throws IOException {
    int[] lineOf = writeNames(out);
    out.raw("<metadata id=\"nodes\">");
    int before = -1;
    for (int drawn = 0; drawn < picture.size(); drawn++) {
      int node = picture.node(drawn);
      int depth = tree.depth(node);
      long self = tree.self(node);
      long hidden = picture.hidden(drawn);
      int up = before + 1 - depth;
      number(out, up * 4L + (hidden > 0 ? 2 : 0) + (self > 0 ? 1 : 0));
      if (drawn > 0) {
        number(out, lineOf[tree.frameId(node)]);
      }
      if (self > 0) {
        number(out, self);
      }
      if (hidden > 0) {
        number(out, hidden);
      }
      before = depth;
    }
    out.raw("</metadata>\n");
    if (picture.compared().isPresent()) {
      writeBefore(picture.compared().get(), out);
    }
  }

  private void writeBefore(ComparedTree compared, XmlText out) throws IOException {
    out.raw("<metadata id=\"before\">");
    for (int drawn = 0; drawn < picture.size(); drawn++) {
      long self = compared.selfBefore(picture.node(drawn));
      long hidden = picture.hiddenBefore(drawn);
      number(out, (hidden > 0 ? 2 : 0) + (self > 0 ? 1 : 0));
      if (self > 0) {
        number(out, self);
      }
      if (hidden > 0) {
        number(out, hidden);
      }
    }
    out.raw("</metadata>\n");
  }

  /** Writes modules and names and returns each used frame's line. */
  private int[] writeNames(XmlText out) throws IOException {
    int[] lineOf = new int[tree.frames().size()];
    Arrays.fill(lineOf, -1);
    for (int drawn = 1; drawn < picture.size(); drawn++) {
      lineOf[tree.frameId(picture.node(drawn))] = 0;
    }
    Map<String, Integer> modules = new LinkedHashMap<>();
    List<Frame> frames = tree.frames();
    for (int id = 0; id < lineOf.length; id++) {
      if (lineOf[id] == 0 && !frames.get(id).module().isEmpty()) {
        modules.putIfAbsent(frames.get(id).module(), modules.size() + 1);
      }
    }
    out.raw("<metadata id=\"modules\">");
    for (String module : modules.keySet()) {
      out.text(shown(module)).raw('\n');
    }
    out.raw("</metadata>\n<metadata id=\"names\">");
    String before = "";
    int lines = 0;
    for (int id = 0; id < lineOf.length; id++) {
      if (lineOf[id] == 0) {
        Frame frame = frames.get(id);
        String name = shown(frame.name());
        int shared = shared(before, name);
        out.raw(frame.kind().letter());
        number(out, modules.getOrDefault(frame.module(), 0));
        number(out, shared);
        out.text(name.substring(shared)).raw('\n');
        lineOf[id] = lines++;
        before = name;
      }
    }
    out.raw("</metadata>\n");
    return lineOf;
  }

  /** A name as a person sees it, of bounded length. */
  static String shown(String name) {
    if (name.isBlank()) {
      return "[no name]";
    }
    if (name.length() <= LONGEST_NAME) {
      return PrintableText.of(name);
    }
    int end = LONGEST_NAME - (Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? 1 : 0);
    String rest = "\u2026 (" + (name.length() - end) + " more characters)";
    return PrintableText.of(name.substring(0, end)) + rest;
  }

  private static int shared(String before, String name) {
    int most = Math.min(before.length(), name.length());
    int same = 0;
    while (same < most && before.charAt(same) == name.charAt(same)) {
      same++;
    }
    // A pair of surrogates is never parted: half of one is not text.
    return same > 0 && Character.isHighSurrogate(name.charAt(same - 1)) ? same - 1 : same;
  }

  /** Writes a whole number that is not negative. */
  static void number(XmlText out, long value) throws IOException {
    long rest = value;
    for (; rest >= BASE; rest /= BASE) {
      out.raw(SIGNS.charAt(BASE + (int) (rest % BASE)));
    }
    out.raw(SIGNS.charAt((int) rest));
  }
}
