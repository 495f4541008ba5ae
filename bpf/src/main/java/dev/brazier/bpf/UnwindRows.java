package dev.brazier.bpf;

import static dev.brazier.bpf.UnwindLayout.GRANULE_SHIFT;

import java.util.List;

/**
 * One file's unwind rows, as {@link UnwindTables#store} takes them. Row i holds from {@code
 * offsets[i]} to the next row's offset; the last row only says where what is known ends.
 *
 * <p>The arrays are not copied, as there may be hundreds of thousands of rows: whoever gave them
 * must not write to them afterwards.
 *
 * @param offsets file offsets in bytes, strictly ascending, less than 2^36
 * @param rules for each row, the position of its rule in the dictionary
 * @param dictionary the file's rules, at most 65,536
 */
@SuppressWarnings("ArrayRecordComponent") // As the text says.
public record UnwindRows(long[] offsets, char[] rules, List<WalkRule> dictionary) {

  /**
   * Checks every row, so that whatever holds rows can rely on them.
   *
   * @throws IllegalArgumentException when there is no row, a row is not as described, or the last
   *     one's rule is not {@link CfaRule#NO_CFI}
   */
  public UnwindRows {
    dictionary = List.copyOf(dictionary);
    if (offsets.length == 0 || offsets.length != rules.length) {
      throw new IllegalArgumentException(
          "unwind rows with %d offsets and %d rules".formatted(offsets.length, rules.length));
    }
    if (dictionary.size() > 1 << Character.SIZE) {
      throw new IllegalArgumentException(dictionary.size() + " unwind rules in one dictionary");
    }
    requireKnownRules(rules, dictionary.size());
    requireAscending(offsets);
    if (dictionary.get(rules[rules.length - 1]).cfa() != CfaRule.NO_CFI) {
      throw new IllegalArgumentException("the last of the unwind rows is not NO_CFI");
    }
  }

  private static void requireKnownRules(char[] rules, int known) {
    for (int row = 0; row < rules.length; row++) {
      if (rules[row] >= known) {
        throw new IllegalArgumentException(
            "unwind row %d has rule %d of %d".formatted(row, (int) rules[row], known));
      }
    }
  }

  private static void requireAscending(long[] offsets) {
    long previous = -1;
    for (int row = 0; row < offsets.length; row++) {
      long offset = offsets[row];
      if (offset <= previous) {
        throw new IllegalArgumentException(
            "unwind row %d at %#x follows one at %#x".formatted(row, offset, previous));
      }
      previous = offset;
    }
    if (previous >>> FrameWord.FILE_OFFSET_BITS != 0) {
      throw new IllegalArgumentException(
          "unwind row %d at %#x is beyond 2^36".formatted(offsets.length - 1, previous));
    }
  }

  /** How many rows there are. */
  public int size() {
    return offsets.length;
  }

  /** The granule of the file in which the first row lies. */
  int firstGranule() {
    return granule(0);
  }

  /** From the first row's granule to the last row's. */
  int granules() {
    return granule(size() - 1) - firstGranule() + 1;
  }

  private int granule(int row) {
    return (int) (offsets[row] >>> GRANULE_SHIFT);
  }

  /** Whether a row lies where the first granule begins, as the walk wants it. */
  boolean beginsWithItsGranule() {
    return offsets[0] == (long) firstGranule() << GRANULE_SHIFT;
  }

  @Override
  public String toString() {
    return "%d unwind rows, %d rules".formatted(size(), dictionary.size());
  }
}
