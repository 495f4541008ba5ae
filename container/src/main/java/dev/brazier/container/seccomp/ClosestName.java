package dev.brazier.container.seccomp;

import java.util.Collection;
import java.util.Optional;

/** The name that somebody may have meant who mistyped it. */
public final class ClosestName {

  private static final int MOST_EDITS = 2;
  private static final int LONGEST = 64;

  private ClosestName() {}

  /**
   * The one of {@code names} that differs from {@code typed} by the fewest letters.
   *
   * @return empty when none is within two letters
   */
  public static Optional<String> of(String typed, Collection<String> names) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    String closest = null;
    int fewest = Math.min(MOST_EDITS, typed.length() / 2) + 1;
    for (String name : names) {
      int edits = Math.abs(name.length() - typed.length()) < fewest ? edits(typed, name) : fewest;
      if (edits < fewest) {
        closest = name;
        fewest = edits;
      }
    }
    return Optional.ofNullable(closest);
  }

  /** Levenshtein's distance, one row at a time. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }
}
