package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.PictureAddition.Canvas;
import java.awt.geom.Path2D;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The grid for readers without scripts. */
final class StillGrid {
  private static final int ROW = 3;
  private static final int LINE = 18;
  private static final double WIDEST = 24;
  private static final double ROOM_FOR_ROWS = 56;
  private static final double ROOM_FOR_LABEL = 60;
  private static final double SWATCH = 22;

  private final HeatGrid grid;
  private final HeatScale scale;
  private final String unit;
  private final Canvas canvas;
  private final double left;
  private final double width;

  StillGrid(HeatGrid grid, String unit, Canvas canvas) {
    this.grid = grid;
    this.scale = HeatScale.of(grid);
    this.unit = unit;
    this.canvas = canvas;
    this.left = canvas.left() + ROOM_FOR_ROWS;
    this.width = Math.min(WIDEST, (canvas.width() - ROOM_FOR_ROWS) / grid.columns());
  }

  /** Draws from a height on, and returns how much it took. */
  double draw(double top) {
    drawLegend(top + 2 * LINE);
    double y = top + 2 * LINE + 12;
    double height = HeatGrid.ROWS * ROW;
    drawBoxes(y);
    for (int fifth = 0; fifth < 5; fifth++) {
      String label = TimeSpan.text(grid.nanosPerColumn() / 5 * fifth);
      canvas.text(fifth == 0 ? "0" : label, canvas.left(), y + height - fifth * height / 5 - 1);
    }
    int every = Math.max(1, (int) Math.ceil(ROOM_FOR_LABEL / width));
    for (int column = 0; column < grid.columns(); column += every) {
      String label = TimeSpan.clock(column * grid.nanosPerColumn());
      canvas.text(label, left + column * width, y + height + LINE - 3);
    }
    return y + height + 1.5 * LINE - top;
  }

  private void drawLegend(double y) {
    double x = canvas.left();
    String what = unit + " in " + TimeSpan.text(grid.nanosPerBox()) + ": 0";
    canvas.text(what, x, y);
    x += (what.length() + 1) * canvas.character();
    for (int step = 0; step <= HeatScale.STEPS; step++) {
      canvas.fill(HeatScale.name(step), HeatScale.light(step), box(x, y - 13, SWATCH, LINE - 1));
      x += SWATCH;
    }
    String most = String.format(Locale.ROOT, "%,d", scale.top());
    canvas.text(scale.clipped() ? most + " and more" : most, x + canvas.character(), y);
  }

  /** Draws boxes of one colour as one path, those above each other as one box. */
  private void drawBoxes(double top) {
    Map<Integer, Path2D> areas = new TreeMap<>();
    for (int first = 0; first < grid.boxes(); ) {
      int column = first / HeatGrid.ROWS;
      int end = Math.min(grid.boxes(), (column + 1) * HeatGrid.ROWS);
      int step = scale.step(grid.count(first));
      int next = first + 1;
      while (next < end && scale.step(grid.count(next)) == step) {
        next++;
      }
      double y = top + (double) (HeatGrid.ROWS - (next - column * HeatGrid.ROWS)) * ROW;
      Path2D box = box(left + column * width, y, width, (double) (next - first) * ROW);
      areas.computeIfAbsent(step, any -> new Path2D.Double()).append(box, false);
      first = next;
    }
    areas.forEach((step, area) -> canvas.fill(HeatScale.name(step), HeatScale.light(step), area));
  }

  private static Path2D box(double x, double y, double width, double height) {
    Path2D box = new Path2D.Double();
    box.moveTo(x, y);
    box.lineTo(x + width, y);
    box.lineTo(x + width, y + height);
    box.lineTo(x, y + height);
    box.closePath();
    return box;
  }
}
