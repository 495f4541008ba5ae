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
 * @param perSecond how many counts make a second of time, such as the frequency of sampling, so
 *     that the page can tell times; 0 where counts are no time
 * @param colouring what hues tell at first
 * @param inverted whether the root is at the bottom at first
 */
public record FlameGraphOptions(
    String title,
    List<String> facts,
    String unit,
    double cut,
    double perSecond,
    Colouring colouring,
    boolean inverted) {
  /** A ten-thousandth of all counts: a quarter of a pixel in a wide window. */
  public static final double DEFAULT_CUT = 0.0001;

  public FlameGraphOptions {
    Objects.requireNonNull(title);
    facts = List.copyOf(facts);
    Objects.requireNonNull(unit);
    Objects.requireNonNull(colouring);
    if (!(perSecond >= 0 && perSecond <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("flame graph counts per second " + perSecond);
    }
    if (!(cut >= 0 && cut <= 1)) {
      throw new IllegalArgumentException("flame graph cut " + cut + " is not between 0 and 1");
    }
  }

  /** No facts, samples that tell no time, the default cut, hues by kind, and the root on top. */
  public static FlameGraphOptions titled(String title) {
    return new FlameGraphOptions(
        title, List.of(), "samples", DEFAULT_CUT, 0, Colouring.KIND, false);
  }

  /** The same with these facts. */
  public FlameGraphOptions withFacts(List<String> facts) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }

  /** The same with this unit. */
  public FlameGraphOptions withUnit(String unit) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }

  /** The same with this cut. */
  public FlameGraphOptions withCut(double cut) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }

  /** The same with this many counts to a second of time; 0 where counts are no time. */
  public FlameGraphOptions withPerSecond(double perSecond) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }

  /** The same with this meaning of hues. */
  public FlameGraphOptions withColouring(Colouring colouring) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }

  /** The same with the root at the bottom, or on top. */
  public FlameGraphOptions withInverted(boolean inverted) {
    return new FlameGraphOptions(title, facts, unit, cut, perSecond, colouring, inverted);
  }
}
