package dev.brazier.flamegraph.heatmap;

import java.util.concurrent.TimeUnit;

/**
 * Counts by time in boxes: columns from left to right, each of which is read from its foot upwards.
 * Boxes are numbered in the order of time.
 */
final class HeatGrid {
  static final int ROWS = 50;

  private static final long[] COLUMN_SECONDS = {
    1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600,
    43_200, 86_400
  };

  private final long nanosPerBox;
  private final int boxes;
  private final long[] counts;

  private HeatGrid(long nanosPerBox, long span) {
    this.nanosPerBox = nanosPerBox;
    this.boxes = (int) ((span - 1) / nanosPerBox + 1);
    this.counts = new long[boxes];
  }

  /**
   * The grid of some stacks, whose columns are as short as there may be that many of them.
   *
   * @param divisor what counts are divided by; none becomes zero
   */
  static HeatGrid of(StackTimes times, int mostColumns, long divisor) {
    int size = times.size();
    // The box of the last stack is whole, even where a source tells too short a span.
    long last = size == 0 ? 0 : times.nanos(size - 1) + 1;
    long span = Math.max(Math.max(times.span(), last), 1);
    HeatGrid grid = new HeatGrid(nanosPerColumn(span, mostColumns) / ROWS, span);
    for (int stack = 0; stack < size; stack++) {
      int box = grid.box(times.nanos(stack));
      grid.counts[box] = sum(grid.counts[box], divided(times.count(stack), divisor));
    }
    return grid;
  }

  private static long nanosPerColumn(long span, int most) {
    long seconds = 0;
    for (int step = 0; ; step++) {
      // Beyond a day, which only a file with wrong times needs, each step is twice the one before.
      seconds = step < COLUMN_SECONDS.length ? COLUMN_SECONDS[step] : seconds * 2;
      long nanos = TimeUnit.SECONDS.toNanos(seconds);
      if ((span - 1) / nanos < most) {
        return nanos;
      }
    }
  }

  static long divided(long count, long divisor) {
    return Math.max(1, count / divisor);
  }

  /** The sum, or {@link Long#MAX_VALUE} where it is larger. */
  static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** How long a box is, in nanoseconds. */
  long nanosPerBox() {
    return nanosPerBox;
  }

  /** How long a column is, in nanoseconds. */
  long nanosPerColumn() {
    return nanosPerBox * ROWS;
  }

  /** How many boxes there are, up to the end of what is known: the last column may be short. */
  int boxes() {
    return boxes;
  }

  int columns() {
    return (boxes + ROWS - 1) / ROWS;
  }

  /** The box of a time. */
  int box(long nanos) {
    return (int) (nanos / nanosPerBox);
  }

  long count(int box) {
    return counts[box];
  }
}
