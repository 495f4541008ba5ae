package dev.brazier.container.unwind;

import java.util.Arrays;

/**
 * Collects the rows of one function after the other, in the order of the section. Offsets are file
 * offsets, kept as unsigned 32-bit numbers.
 */
final class RowBuffer {
  /** libLLVM has 820,000; the agent's whole budget is 14 million by default. */
  private static final int MOST_ROWS = 1 << 23;

  private int[] offsets = new int[4096];
  private char[] rules = new char[4096];
  private int rows;

  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int[] firsts = new int[1024]; // the first row of a function
  private int functions;

  private long start;

  /** Whether no more rows are taken. */
  boolean isFull() {
    return rows >= MOST_ROWS;
  }

  int functions() {
    return functions;
  }

  /**
   * Begins a function.
   *
   * @param start the file offset of its first byte
   * @param end the file offset behind its last byte, at most 4 GiB - 1
   */
  void begin(long start, long end) {
    if (functions + 1 >= starts.length) {
      int length = starts.length * 2;
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
      firsts = Arrays.copyOf(firsts, length);
    }
    this.start = start;
    starts[functions] = (int) start;
    ends[functions] = (int) end;
    firsts[functions++] = rows;
    firsts[functions] = rows;
  }

  /** Adds a row to the function that was begun last, unless the row before it says the same. */
  void add(long distance, int rule) {
    if (rows > firsts[functions - 1] && rules[rows - 1] == rule) {
      return;
    }
    if (rows == offsets.length) {
      offsets = Arrays.copyOf(offsets, rows * 2);
      rules = Arrays.copyOf(rules, rows * 2);
    }
    offsets[rows] = (int) (start + distance);
    rules[rows++] = (char) rule;
    firsts[functions] = rows;
  }

  /** Replaces all rows of the function that was begun last by one. */
  void replace(int rule) {
    rows = firsts[functions - 1];
    add(0, rule);
  }

  /** Gives a function of one row another rule, from the byte before it on. */
  void startEarly(int function, int rule) {
    starts[function]--;
    offsets[firsts[function]]--;
    rules[firsts[function]] = (char) rule;
  }

  long start(int function) {
    return starts[function] & 0xffff_ffffL;
  }

  long end(int function) {
    return ends[function] & 0xffff_ffffL;
  }

  int firstRow(int function) {
    return firsts[function];
  }

  int lastRow(int function) {
    return firsts[function + 1] - 1;
  }

  long offset(int row) {
    return offsets[row] & 0xffff_ffffL;
  }

  int rule(int row) {
    return rules[row];
  }

  int rows() {
    return rows;
  }

  /** Whether a function holds the byte at that file offset. */
  boolean covers(long offset) {
    for (int i = 0; i < functions; i++) {
      if (start(i) <= offset && offset < end(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The functions by where they start, in the given order where several start at one place; linkers
   * mostly sorted them already.
   */
  int[] order() {
    int[] order = new int[functions];
    boolean sorted = true;
    for (int i = 0; i < functions; i++) {
      order[i] = i;
      sorted &= i == 0 || start(i - 1) <= start(i);
    }
    if (!sorted) {
      sort(order);
    }
    return order;
  }

  private void sort(int[] order) {
    long[] keys = new long[functions];
    for (int i = 0; i < functions; i++) {
      // The upper half is compared as a signed number: shift unsigned offsets into its range.
      keys[i] = (long) (starts[i] ^ Integer.MIN_VALUE) << 32 | i;
    }
    Arrays.sort(keys);
    for (int i = 0; i < functions; i++) {
      order[i] = (int) keys[i];
    }
  }
}
