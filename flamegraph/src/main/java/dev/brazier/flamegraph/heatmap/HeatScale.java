package dev.brazier.flamegraph.heatmap;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which colour a box has: one for those in which nothing was seen, and {@link #STEPS} that grow
 * evenly with the count, one after the other darker (on dark grounds lighter), so that readers of
 * all sights tell more from less.
 *
 * <p>A few boxes far above all others would leave the rest in one colour: then the last step begins
 * below them, and the legend says so.
 */
final class HeatScale {
  static final int STEPS = 8;

  private static final int[] LIGHT = {
    0xf3ede4, 0xfde7b8, 0xfdd28a, 0xfbb55a, 0xf29136, 0xdd6b1f, 0xb9480f, 0x8a300d, 0x551c0c
  };
  private static final int[] DARK = {
    0x26211d, 0x43281a, 0x5f2f17, 0x853a13, 0xad4b13, 0xd2661d, 0xec8d39, 0xf8b969, 0xfdebc8
  };

  /** The share of boxes with a count that may lie above the scale, one in so many. */
  private static final int ABOVE = 200;

  private static final double FAR = 2;

  private final long top;
  private final long most;

  private HeatScale(long top, long most) {
    this.top = top;
    this.most = most;
  }

  static HeatScale of(HeatGrid grid) {
    long[] counts =
        IntStream.range(0, grid.boxes()).mapToLong(grid::count).filter(n -> n > 0).toArray();
    if (counts.length == 0) {
      return new HeatScale(1, 0);
    }
    Arrays.sort(counts);
    long most = counts[counts.length - 1];
    long usual = counts[counts.length - 1 - counts.length / ABOVE];
    return new HeatScale(most > usual * FAR ? usual : most, most);
  }

  /** The count at which the last step is reached. */
  long top() {
    return top;
  }

  /** Whether boxes lie above the scale. */
  boolean clipped() {
    return most > top;
  }

  /** The step of a count, from 0; {@code heatmap.js} does the same. */
  int step(long count) {
    return count == 0 ? 0 : (int) Math.min(STEPS, Math.ceil((double) count * STEPS / top));
  }

  static String name(int step) {
    return "heat" + step;
  }

  static Color light(int step) {
    return new Color(LIGHT[step]);
  }

  static Color dark(int step) {
    return new Color(DARK[step]);
  }

  /** All steps as CSS, for both schemes; paper is light. */
  static String css() {
    StringBuilder css = new StringBuilder(1 << 10);
    appendRules(css, LIGHT);
    css.append("@media screen and (prefers-color-scheme:dark){\n");
    appendRules(css, DARK);
    return css.append("}\n").toString();
  }

  private static void appendRules(StringBuilder css, int[] colors) {
    for (int step = 0; step < colors.length; step++) {
      String hex = Integer.toHexString(colors[step] | 0xff000000).substring(2);
      String name = '.' + name(step);
      css.append(name).append(',').append(name).append(" path{fill:#").append(hex);
      css.append(";background:#").append(hex).append("}\n");
    }
  }
}
