package dev.brazier.agent.write;

import java.util.Locale;

/** Shares as people read them. */
public final class Shares {

  private Shares() {}

  /** {@code part} of {@code whole} as a text, such as {@code 12.3 %}. */
  public static String percent(long part, long whole) {
    if (part == whole || part == 0) {
      return part == 0 ? "0 %" : "100 %";
    }
    double percent = 100.0 * part / whole;
    // Neither shows a small share as nothing nor nearly all as all.
    if (percent < 0.005 || percent >= 99.995) {
      return percent < 50 ? "< 0.01 %" : "> 99.99 %";
    }
    boolean fine = percent < 0.05 || percent >= 99.95;
    return String.format(Locale.ROOT, fine ? "%.2f %%" : "%.1f %%", percent);
  }
}
