package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.PackedData;
import dev.brazier.flamegraph.PictureAddition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What stands above the frames: the grid, drawn once, and as data with its script. */
final class HeatPanel implements PictureAddition {

  /** The still picture has no room to scroll, and a box of it costs some thirty bytes. */
  private static final int MOST_STILL_COLUMNS = 200;

  private final StackTimes times;
  private final HeatGrid grid;
  private final long divisor;
  private final String unit;

  HeatPanel(StackTimes times, HeatGrid grid, long divisor, String unit) {
    this.times = times;
    this.grid = grid;
    this.divisor = divisor;
    this.unit = unit;
  }

  @Override
  public String style() {
    return resource("heatmap.css") + HeatScale.css();
  }

  @Override
  public String script() {
    return resource("heatmap.js");
  }

  @Override
  public double draw(Canvas canvas, double top) {
    boolean fits = grid.columns() <= MOST_STILL_COLUMNS;
    HeatGrid still = fits ? grid : HeatGrid.of(times, MOST_STILL_COLUMNS, divisor);
    return new StillGrid(still, unit, canvas).draw(top);
  }

  @Override
  public void write(PackedData out, int[] drawn) throws IOException {
    new PackedTimes(times, grid, HeatScale.of(grid), divisor, drawn).writeTo(out);
  }

  private static String resource(String name) {
    try (InputStream in = HeatPanel.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("read resource " + name + ": not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("read resource " + name + ": " + e.getMessage(), e);
    }
  }
}
