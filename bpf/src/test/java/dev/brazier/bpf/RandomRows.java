package dev.brazier.bpf;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Unwind rows as no compiler would make them, and what they mean. */
final class RandomRows {
  private final Random random;

  RandomRows(long seed) {
    random = new Random(seed);
  }

  static WalkRule rule(int offset) {
    return new WalkRule(CfaRule.REGISTER, 7, offset, 0, SavedRule.SAME, 0, SavedRule.AT_CFA, -8);
  }

  /** At most that many rows, sometimes dense and sometimes with gaps of many granules. */
  UnwindRows next(int mostRows) {
    int size = 1 + random.nextInt(mostRows);
    int reach = 1 << (1 + random.nextInt(14));
    int known = 1 + random.nextInt(40);
    List<WalkRule> dictionary =
        IntStream.rangeClosed(0, known)
            .mapToObj(i -> i == known ? WalkRule.NO_CFI : rule(8 * random.nextInt(200)))
            .toList();
    long[] offsets = new long[size];
    char[] rules = new char[size];
    long offset = random.nextInt(3) * 1024L * random.nextInt(1 << 20) + random.nextInt(2) * 777L;
    for (int row = 0; row < size; row++) {
      offsets[row] = offset;
      rules[row] = (char) (row == size - 1 ? known : random.nextInt(known + 1));
      offset += 1 + random.nextInt(reach);
    }
    return new UnwindRows(offsets, rules, dictionary);
  }

  /** A place in or around the rows. */
  long place(UnwindRows rows) {
    long row = rows.offsets()[random.nextInt(rows.size())];
    return Math.max(0, row + random.nextInt(4000) - 2000);
  }

  /** The rule of a place, found row by row. */
  static WalkRule rule(UnwindRows rows, long place) {
    WalkRule found = WalkRule.NO_CFI;
    for (int row = 0; row < rows.size() && rows.offsets()[row] <= place; row++) {
      found = rows.dictionary().get(rows.rules()[row]);
    }
    return found;
  }
}
