package dev.brazier.flamegraph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A frame of a picture that flamegraph.pl drew, as the picture says it.
 *
 * @param depth how many frames are below it in the picture; 0 for the root
 * @param x its left edge in pixels
 * @param width its width in pixels
 * @param count what its tooltip says
 * @param name its name as the tooltip says it, without {@code _[k] _[w] _[i] _[j]}
 */
record PeerFrame(int depth, double x, double width, long count, String name) {
  private static final int ROW = 16;
  private static final Pattern FRAME =
      Pattern.compile(
          "<title>(.*) \\(([0-9,]+) [a-z]+, [0-9.]+%\\)</title>"
              + "<rect x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"([0-9.]+)\"");

  /** Reads a picture whose root is at the bottom. */
  static List<PeerFrame> ofPicture(String svg) {
    List<Double> ys = new ArrayList<>();
    List<PeerFrame> frames = new ArrayList<>();
    double bottom = 0;
    Matcher matcher = FRAME.matcher(svg);
    while (matcher.find()) {
      double y = Double.parseDouble(matcher.group(4));
      bottom = Math.max(bottom, y);
      ys.add(y);
      frames.add(
          new PeerFrame(
              0,
              Double.parseDouble(matcher.group(3)),
              Double.parseDouble(matcher.group(5)),
              Long.parseLong(matcher.group(2).replace(",", "")),
              unescaped(matcher.group(1))));
    }
    for (int i = 0; i < frames.size(); i++) {
      PeerFrame frame = frames.get(i);
      int depth = (int) Math.round((bottom - ys.get(i)) / ROW);
      frames.set(i, new PeerFrame(depth, frame.x, frame.width, frame.count, frame.name));
    }
    return frames;
  }

  /** Reads a table: depth, x, width, count and name, parted by tabs. */
  static List<PeerFrame> ofTable(Path file) throws IOException {
    List<PeerFrame> frames = new ArrayList<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      String[] parts = line.split("\t", 5);
      frames.add(
          new PeerFrame(
              Integer.parseInt(parts[0]),
              Double.parseDouble(parts[1]),
              Double.parseDouble(parts[2]),
              Long.parseLong(parts[3]),
              parts[4]));
    }
    return frames;
  }

  /** The line of a table that says the same. */
  String line() {
    return String.format(Locale.ROOT, "%d\t%.1f\t%.1f\t%d\t%s", depth, x, width, count, name);
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
