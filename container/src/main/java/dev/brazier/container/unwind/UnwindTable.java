package dev.brazier.container.unwind;

import java.util.Arrays;
import java.util.List;

/**
 * The unwind rows of one file, in file offsets. Row {@code i} covers the code from {@code
 * offset(i)} up to {@code offset(i + 1)}; the last row is always {@link UnwindRule#NO_CFI}, where
 * the coverage ends. Immutable.
 */
public final class UnwindTable {
  private static final int FIXED_MEMORY = 256;
  private static final int RULE_MEMORY = 56; // a record of eight words and its reference
  private static final UnwindTable EMPTY =
      new UnwindTable(new int[0], new char[0], List.of(), 0, List.of());

  private final int[] offsets; // unsigned
  private final char[] ruleNumbers;
  private final List<UnwindRule> rules;
  private final int fdes;
  private final List<String> faults;

  UnwindTable(
      int[] offsets, char[] ruleNumbers, List<UnwindRule> rules, int fdes, List<String> faults) {
    this.offsets = offsets;
    this.ruleNumbers = ruleNumbers;
    this.rules = rules;
    this.fdes = fdes;
    this.faults = faults;
  }

  /** A table without rows: of a file without unwind information. */
  public static UnwindTable empty() {
    return EMPTY;
  }

  /** The number of rows, 0 or at least 2. */
  public int rows() {
    return offsets.length;
  }

  /** The file offset of the first byte that a row covers, below 4 GiB, strictly ascending. */
  public long offset(int row) {
    return Integer.toUnsignedLong(offsets[row]);
  }

  /** The rule of a row, as an index into {@link #rules}. */
  public int rule(int row) {
    return ruleNumbers[row];
  }

  /** The rules of this file, all different, at most 8,192. */
  public List<UnwindRule> rules() {
    return rules;
  }

  /** The row that covers the byte at this file offset, or -1 before the first row. */
  public int find(long offset) {
    if (offset < 0 || offset > 0xffff_ffffL) {
      return offset < 0 ? -1 : rows() - 1;
    }
    int low = 0;
    int high = offsets.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offset(middle) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The memory this occupies, in bytes, to within a few hundred. */
  public long memory() {
    return FIXED_MEMORY + 6L * rows() + (long) RULE_MEMORY * rules.size();
  }

  /** The number of frame description entries (functions, mostly) that were compiled. */
  public int fdes() {
    return fdes;
  }

  /** What could not be read or expressed, each a text for a person; usually empty. */
  public List<String> faults() {
    return faults;
  }

  @Override
  public String toString() {
    return "%d rows, %d rules, %d FDEs, faults %s".formatted(rows(), rules.size(), fdes, faults);
  }

  /** Copies the part of the arrays that is in use. */
  static UnwindTable of(
      int[] offsets, char[] numbers, int rows, List<UnwindRule> rules, int fdes, Faults faults) {
    return new UnwindTable(
        Arrays.copyOf(offsets, rows), Arrays.copyOf(numbers, rows), rules, fdes, faults.texts());
  }
}
