package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.PackedData;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What was seen in each box, as data for {@code heatmap.js}: some two bytes a stack and box.
 *
 * <ul>
 *   <li>{@code heat}: rows, boxes, nanoseconds of a box, the count at which the scale ends, and 1
 *       where boxes lie above it.
 *   <li>{@code ends}: where stacks end, the most frequent ones first, so that their numbers are
 *       short: frames times two, and one more for what is left out below them.
 *   <li>{@code seen}: a line for each column; in it for each of its boxes, but empty ones at its
 *       end, how many ends were seen, and for each, in order, how many places of {@code ends} lie
 *       between it and the one before, times two, and one more where a count other than 1 follows.
 * </ul>
 */
final class PackedTimes {
  private final StackTimes times;
  private final HeatGrid grid;
  private final HeatScale scale;
  private final long divisor;

  /** For each node of the tree where stacks that end in it are counted. */
  private final int[] drawn;

  /** The places of ends, by end; and for each place the count in the current box, 0 for none. */
  private final int[] placeOf;

  private final long[] counts;
  private int[] places = new int[1 << 6];

  PackedTimes(StackTimes times, HeatGrid grid, HeatScale scale, long divisor, int[] drawn) {
    this.times = times;
    this.grid = grid;
    this.scale = scale;
    this.divisor = divisor;
    this.drawn = drawn;
    this.placeOf = new int[Arrays.stream(drawn).max().orElse(0) + 2];
    this.counts = new long[placeOf.length];
  }

  void writeTo(PackedData out) throws IOException {
    out.begin("heat").number(HeatGrid.ROWS).number(grid.boxes()).number(grid.nanosPerBox());
    out.number(scale.top()).number(scale.clipped() ? 1 : 0).end();
    writeEnds(out);
    out.begin("seen");
    int stack = 0;
    for (int column = 0; column < grid.columns(); column++) {
      stack = writeColumn(out, column, stack);
    }
    out.end();
  }

  private void writeEnds(PackedData out) throws IOException {
    int[] uses = new int[placeOf.length];
    for (int stack = 0; stack < times.size(); stack++) {
      uses[end(stack)]++;
    }
    int[] ends =
        IntStream.range(0, uses.length)
            .filter(end -> uses[end] > 0)
            .boxed()
            .sorted((a, b) -> uses[a] != uses[b] ? uses[b] - uses[a] : a - b)
            .mapToInt(end -> end)
            .toArray();
    out.begin("ends");
    for (int place = 0; place < ends.length; place++) {
      placeOf[ends[place]] = place;
      out.number(ends[place]);
    }
    out.end();
  }

  private int end(int stack) {
    return drawn[times.node(stack)];
  }

  private int writeColumn(PackedData out, int column, int first) throws IOException {
    int stack = first;
    int written = column * HeatGrid.ROWS;
    int end = written + HeatGrid.ROWS;
    while (stack < times.size() && grid.box(times.nanos(stack)) < end) {
      int box = grid.box(times.nanos(stack));
      for (; written < box; written++) {
        out.number(0);
      }
      stack = writeBox(out, box, stack);
      written++;
    }
    out.line();
    return stack;
  }

  private int writeBox(PackedData out, int box, int first) throws IOException {
    int stack = first;
    int size = 0;
    for (; stack < times.size() && grid.box(times.nanos(stack)) == box; stack++) {
      int place = placeOf[end(stack)];
      if (counts[place] == 0) {
        places = size == places.length ? Arrays.copyOf(places, size * 2) : places;
        places[size++] = place;
      }
      counts[place] = HeatGrid.sum(counts[place], HeatGrid.divided(times.count(stack), divisor));
    }
    Arrays.sort(places, 0, size);
    out.number(size);
    int before = -1;
    for (int i = 0; i < size; i++) {
      long count = counts[places[i]];
      out.number((places[i] - before - 1) * 2L + (count == 1 ? 0 : 1));
      if (count != 1) {
        out.number(count);
      }
      before = places[i];
      counts[before] = 0;
    }
    return stack;
  }
}
