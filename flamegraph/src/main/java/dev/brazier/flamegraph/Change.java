package dev.brazier.flamegraph;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a frame grew or shrank, and the colour that says so: blue for less, orange for more, the
 * pair that readers of all sights can tell apart; the further, the stronger. {@code diff.js} does
 * the same.
 *
 * <p>Text on every fill has a contrast of at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3),
 * which a test holds.
 */
final class Change {
  /** From which share of the larger count a difference has the first, the next... strength. */
  private static final double[] STEPS = {0.02, 0.1, 0.25, 0.5};

  private static final Palette.Tint SAME =
      new Palette.Tint("v0", new Color(0xebe7e0), new Color(0x403b37));

  private static final List<Palette.Tint> LESS =
      tints(
          'w',
          new int[] {0xd5e4f2, 0xb3d0ee, 0x8ab8e8, 0x5b9bdb}, //
          new int[] {0x33475a, 0x2b5078, 0x205890, 0x145ea8});
  private static final List<Palette.Tint> MORE =
      tints(
          'x',
          new int[] {0xf8e3cb, 0xf9cd9e, 0xf6b26b, 0xee9133}, //
          new int[] {0x574331, 0x6d4722, 0x824813, 0x984703});

  private Change() {}

  /**
   * The colour of a frame.
   *
   * @param before its count before, as it stands beside {@code after}
   * @param after its count after
   */
  static Palette.Tint tint(double before, double after) {
    double larger = Math.max(before, after);
    double share = larger <= 0 ? 0 : (after - before) / larger;
    int step = 0;
    while (step < STEPS.length && Math.abs(share) >= STEPS[step]) {
      step++;
    }
    return step == 0 ? SAME : (share < 0 ? LESS : MORE).get(step - 1);
  }

  /** What the colours stand for, from less to more. */
  static List<Legend.Entry> legend() {
    return List.of(
        new Legend.Entry(LESS.get(3), "half or less"),
        new Legend.Entry(LESS.get(1), "less"),
        new Legend.Entry(SAME, "as before"),
        new Legend.Entry(MORE.get(1), "more"),
        new Legend.Entry(MORE.get(3), "twice or more, new"));
  }

  /** All colours, from less to more. */
  static List<Palette.Tint> all() {
    List<Palette.Tint> all = new ArrayList<>(LESS);
    all.add(SAME);
    all.addAll(MORE);
    return all;
  }

  private static List<Palette.Tint> tints(char letter, int[] light, int[] dark) {
    List<Palette.Tint> tints = new ArrayList<>();
    for (int i = 0; i < light.length; i++) {
      String name = letter + Integer.toString(i + 1);
      tints.add(new Palette.Tint(name, new Color(light[i]), new Color(dark[i])));
    }
    return tints;
  }
}
