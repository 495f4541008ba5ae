package dev.brazier.container.unwind;

import java.util.Arrays;

/**
 * Puts the rows of all functions into one ascending table. Where functions overlap, the one that
 * starts later counts from its start, as for a search in {@code .eh_frame_hdr}; of those that start
 * together the first.
 */
final class TableAssembly {
  /** Compilers and linkers pad functions to multiples of 16 bytes. */
  private static final int PADDING = 16;

  private final RowBuffer buffer;
  private int[] offsets;
  private char[] rules;
  private int rows;

  TableAssembly(RowBuffer buffer) {
    this.buffer = buffer;
    int expected = buffer.rows() + buffer.functions() / 8 + 16;
    offsets = new int[expected];
    rules = new char[expected];
  }

  UnwindTable assemble(RuleDictionary dictionary, int fdes, Faults faults) {
    long lastStart = -1;
    long covered = -1;
    for (int function : buffer.order()) {
      long start = buffer.start(function);
      if (start == lastStart) {
        continue;
      }
      if (covered >= 0 && start > covered + PADDING) {
        add(covered, RuleDictionary.NO_CFI);
      }
      cutFrom(start);
      addRows(function);
      lastStart = start;
      covered = buffer.end(function);
    }
    if (rows > 0) {
      add(covered, RuleDictionary.NO_CFI);
    }
    return UnwindTable.of(offsets, rules, rows, dictionary.rules(), fdes, faults);
  }

  private void addRows(int function) {
    long end = buffer.end(function);
    int last = buffer.lastRow(function);
    for (int row = buffer.firstRow(function); row <= last; row++) {
      if (buffer.offset(row) >= end) {
        break;
      }
      add(buffer.offset(row), buffer.rule(row));
    }
  }

  private void cutFrom(long offset) {
    while (rows > 0 && (offsets[rows - 1] & 0xffff_ffffL) >= offset) {
      rows--;
    }
  }

  private void add(long offset, int rule) {
    if (rows > 0 && rules[rows - 1] == rule) {
      return;
    }
    if (rows == offsets.length) {
      offsets = Arrays.copyOf(offsets, rows * 2);
      rules = Arrays.copyOf(rules, rows * 2);
    }
    offsets[rows] = (int) offset;
    rules[rows++] = (char) rule;
  }
}
