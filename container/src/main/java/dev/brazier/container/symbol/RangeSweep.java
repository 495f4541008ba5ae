package dev.brazier.container.symbol;

import java.util.Arrays;

/**
 * Turns symbols that come in the order of their addresses, one per address, into disjoint ranges.
 *
 * <p>Symbols that are still running are kept on a stack, the innermost on top. Each symbol goes on
 * and off once and closes at most one range either time: linear work whatever the nesting.
 */
final class RangeSweep {
  private int[] starts;
  private int[] lengths;
  private int[] names;
  private int count;

  private long[] runningEnds = new long[16];
  private int[] runningNames = new int[16]; // as in the result: a name, or ~index once begun
  private boolean[] runningSized = new boolean[16];
  private int depth;

  /** Up to where ranges have been closed. */
  private long cursor;

  RangeSweep(int expected) {
    starts = new int[expected];
    lengths = new int[expected];
    names = new int[expected];
  }

  /**
   * Adds the next symbol.
   *
   * @param size in bytes; 0 means up to the next symbol
   * @param mostEnd the end of the section around it
   */
  void add(long start, long size, long mostEnd, int name, boolean function) {
    closeUpTo(start);
    if (size == 0 && !function && depth > 0 && runningSized[depth - 1]) {
      return;
    }
    if (depth > 0) {
      close(start);
      if (!runningSized[depth - 1]) {
        depth--;
      }
    }
    cursor = start;
    if (depth == runningEnds.length) {
      runningEnds = Arrays.copyOf(runningEnds, 2 * depth);
      runningNames = Arrays.copyOf(runningNames, 2 * depth);
      runningSized = Arrays.copyOf(runningSized, 2 * depth);
    }
    runningEnds[depth] = size == 0 ? mostEnd : Math.min(start + size, mostEnd);
    runningNames[depth] = name;
    runningSized[depth++] = size != 0;
  }

  SymbolTable finish(long base, SymbolNames nameBytes) {
    closeUpTo(Long.MAX_VALUE);
    return new SymbolTable(
        base,
        Arrays.copyOf(starts, count),
        Arrays.copyOf(lengths, count),
        Arrays.copyOf(names, count),
        nameBytes);
  }

  private void closeUpTo(long position) {
    while (depth > 0 && runningEnds[depth - 1] <= position) {
      close(runningEnds[depth - 1]);
      depth--;
    }
  }

  /** Writes the innermost symbol's range from the cursor to {@code end}. */
  private void close(long end) {
    if (end <= cursor) {
      return;
    }
    if (count == starts.length) {
      int larger = count + (count >> 1) + 16;
      starts = Arrays.copyOf(starts, larger);
      lengths = Arrays.copyOf(lengths, larger);
      names = Arrays.copyOf(names, larger);
    }
    starts[count] = SymbolTable.sortable(cursor);
    lengths[count] = (int) (end - cursor);
    names[count] = runningNames[depth - 1];
    if (runningNames[depth - 1] >= 0) {
      runningNames[depth - 1] = ~count;
    }
    count++;
    cursor = end;
  }
}
