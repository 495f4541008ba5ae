package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A frame of a picture, read from the data in the file as the page's script reads it.
 *
 * @param depth how many frames are above it; 0 for the root
 * @param start where it begins from the left edge, in counts
 * @param total its count, callees included
 * @param name its name; {@code all} for the root
 */
record DrawnFrame(int depth, long start, long total, String name) {
  private static final String SIGNS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String ROOT = "all";

  /** All frames of a picture, depth first. */
  static List<DrawnFrame> of(Document picture) {
    List<String> names = names(metadata(picture, "names"));
    Reader data = new Reader(metadata(picture, "nodes"), 0);
    List<int[]> shapes = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    for (int node = 0; data.at < data.text.length(); node++) {
      int bits = (int) data.next();
      int depth = node == 0 ? 0 : shapes.get(node - 1)[0] + 1 - (bits >> 2);
      shapes.add(new int[] {depth, node == 0 ? -1 : (int) data.next()});
      totals.add(((bits & 1) == 0 ? 0 : data.next()) + ((bits & 2) == 0 ? 0 : data.next()));
    }
    int[] parents = parents(shapes);
    for (int node = parents.length - 1; node > 0; node--) {
      totals.set(parents[node], totals.get(parents[node]) + totals.get(node));
    }
    List<DrawnFrame> frames = new ArrayList<>();
    long[] next = new long[parents.length];
    for (int node = 0; node < parents.length; node++) {
      long start = node == 0 ? 0 : next[parents[node]];
      next[node] = start;
      if (node > 0) {
        next[parents[node]] += totals.get(node);
      }
      String name = node == 0 ? ROOT : names.get(shapes.get(node)[1]);
      frames.add(new DrawnFrame(shapes.get(node)[0], start, totals.get(node), name));
    }
    return frames;
  }

  private static String metadata(Document picture, String id) {
    NodeList elements = picture.getElementsByTagName("metadata");
    for (int i = 0; i < elements.getLength(); i++) {
      if (((Element) elements.item(i)).getAttribute("id").equals(id)) {
        return elements.item(i).getTextContent();
      }
    }
    throw new AssertionError("no metadata " + id);
  }

  private static int[] parents(List<int[]> shapes) {
    int[] parents = new int[shapes.size()];
    for (int node = 1; node < parents.length; node++) {
      int above = node - 1;
      while (shapes.get(above)[0] >= shapes.get(node)[0]) {
        above = parents[above];
      }
      parents[node] = above;
    }
    return parents;
  }

  private static List<String> names(String lines) {
    List<String> names = new ArrayList<>();
    String before = "";
    for (String line : lines.lines().toList()) {
      Reader head = new Reader(line, 1);
      head.next();
      int shared = (int) head.next();
      before = before.substring(0, shared) + line.substring(head.at);
      names.add(before);
    }
    return names;
  }

  /** Whole numbers, base 32, least digit first. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text, int at) {
      this.text = text;
      this.at = at;
    }

    long next() {
      long sum = 0;
      for (int shift = 0; ; shift += 5) {
        int digit = SIGNS.indexOf(text.charAt(at++));
        sum += (long) (digit % 32) << shift;
        if (digit < 32) {
          return sum;
        }
      }
    }
  }
}
