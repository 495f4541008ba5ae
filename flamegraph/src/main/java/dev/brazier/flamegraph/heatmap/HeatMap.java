package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes a flame graph under a heat map of time: one SVG file that needs nothing else.
 *
 * <p>A column is a second, or longer where there would be more than {@link #MOST_COLUMNS}: the
 * facts of the picture say how long. A column has 50 rows.
 */
public final class HeatMap {

  /** Ten minutes in columns of a second. */
  public static final int MOST_COLUMNS = 600;

  /**
   * How many frames are kept. What is a small part of all may be most of a moment, so that none is
   * left out for being small.
   */
  private static final int MOST_FRAMES = 100_000;

  private HeatMap() {}

  /**
   * Writes a call tree and when its stacks were seen, and leaves the stream open. Equal arguments
   * give equal bytes.
   *
   * @param options all of them but {@link FlameGraphOptions#cut}: a hundred thousand frames are
   *     kept, the largest ones
   * @throws IOException if the stream cannot be written
   */
  public static void write(
      CallTree tree, StackTimes times, FlameGraphOptions options, OutputStream out)
      throws IOException {
    HeatGrid grid = HeatGrid.of(times, MOST_COLUMNS, tree.divisor());
    List<String> facts = new ArrayList<>(options.facts());
    facts.add(
        "heat map: a column is %s, from the bottom up; a box is %s"
            .formatted(TimeSpan.text(grid.nanosPerColumn()), TimeSpan.text(grid.nanosPerBox())));
    if (times.untimed() > 0) {
      facts.add(
          String.format(
              Locale.ROOT,
              "without a time: %,d of %,d %s, which only the flame graph of all shows",
              times.untimed(),
              tree.total(),
              options.unit()));
    }
    HeatPanel panel = new HeatPanel(times, grid, tree.divisor(), options.unit());
    FlameGraph.write(tree, options.withCut(cut(tree)).withFacts(facts), panel, out);
  }

  /** The cut that leaves as many frames as may be kept. */
  private static double cut(CallTree tree) {
    if (tree.size() <= MOST_FRAMES) {
      return 0;
    }
    long[] totals = new long[tree.size()];
    Arrays.setAll(totals, tree::total);
    Arrays.sort(totals);
    return (totals[totals.length - MOST_FRAMES] + 1.0) / tree.total();
  }
}
