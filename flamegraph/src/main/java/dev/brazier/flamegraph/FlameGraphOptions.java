package dev.brazier.flamegraph;

import java.util.List;
import java.util.Objects;

/**
 * What a flame graph says beside its frames.
 *
 * @param title the heading and the title of the window
 * @param facts what the reader should know about the profile, in order of weight; in {@code name:
 *     value} the name is set apart
 * @param unit what the counts count, in the plural: {@code samples}
 * @param cut the share of all counts, from 0 to 1, below which a frame is left out
 */
public record FlameGraphOptions(String title, List<String> facts, String unit, double cut) {
  /** A ten-thousandth of all counts: a quarter of a pixel in a wide window. */
  public static final double DEFAULT_CUT = 0.0001;

  public FlameGraphOptions {
    Objects.requireNonNull(title);
    facts = List.copyOf(facts);
    Objects.requireNonNull(unit);
    if (!(cut >= 0 && cut <= 1)) {
      throw new IllegalArgumentException("flame graph cut " + cut + " is not between 0 and 1");
    }
  }

  /** No facts, samples as the unit, and the default cut. */
  public static FlameGraphOptions titled(String title) {
    return new FlameGraphOptions(title, List.of(), "samples", DEFAULT_CUT);
  }

  /** The same with these facts. */
  public FlameGraphOptions withFacts(List<String> facts) {
    return new FlameGraphOptions(title, facts, unit, cut);
  }

  /** The same with this unit. */
  public FlameGraphOptions withUnit(String unit) {
    return new FlameGraphOptions(title, facts, unit, cut);
  }

  /** The same with this cut. */
  public FlameGraphOptions withCut(double cut) {
    return new FlameGraphOptions(title, facts, unit, cut);
  }
}
