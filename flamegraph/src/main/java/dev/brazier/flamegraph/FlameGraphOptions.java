package dev.brazier.flamegraph;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a flame graph says beside its frames, and how it opens.
 *
 * @param title the heading and the title of the window
 * @param subtitle a line below the heading; empty for none
 * @param facts what the reader should know about the profile, in order of weight; in {@code name:
 *     value} the name is set apart
 * @param unit what the counts count, in the plural: {@code samples}
 * @param cut the share of all counts, from 0 to 1, below which a frame is left out
 * @param perSecond how many counts make a second of time, such as the frequency of sampling, so
 *     that the page can tell times; 0 where counts are no time
 * @param colouring what hues tell at first
 * @param rootAtBottom whether the root is at the bottom at first, not on top
 * @param reversed whether stacks are merged from their innermost frame at first
 * @param width the width of the picture in pixels, margins included; 0 for a page as wide as its
 *     window
 */
public record FlameGraphOptions(
    String title,
    String subtitle,
    List<String> facts,
    String unit,
    double cut,
    double perSecond,
    Colouring colouring,
    boolean rootAtBottom,
    boolean reversed,
    int width) {
  /** A ten-thousandth of all counts: a quarter of a pixel in a wide window. */
  public static final double DEFAULT_CUT = 0.0001;

  /** The least width in pixels, in which a few words still fit. */
  public static final int LEAST_WIDTH = 200;

  /** The greatest width in pixels. */
  public static final int GREATEST_WIDTH = 65_535;

  /** The width in pixels of a picture that cannot follow its window. */
  private static final int USUAL_WIDTH = 1200;

  /** What is left free beside the frames, on each side, in pixels. */
  static final int MARGIN = 12;

  public FlameGraphOptions {
    Objects.requireNonNull(title);
    Objects.requireNonNull(subtitle);
    facts = List.copyOf(facts);
    Objects.requireNonNull(unit);
    Objects.requireNonNull(colouring);
    if (!(perSecond >= 0 && perSecond <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("flame graph counts per second " + perSecond);
    }
    if (!(cut >= 0 && cut <= 1)) {
      throw new IllegalArgumentException("flame graph cut " + cut + " is not between 0 and 1");
    }
    if (width != 0 && (width < LEAST_WIDTH || width > GREATEST_WIDTH)) {
      throw new IllegalArgumentException(
          "flame graph width %d is neither 0 nor %d to %d"
              .formatted(width, LEAST_WIDTH, GREATEST_WIDTH));
    }
  }

  /**
   * No subtitle, no facts, samples that tell no time, the default cut, hues by kind, the root on
   * top, and as wide as the window.
   */
  public static FlameGraphOptions titled(String title) {
    return new FlameGraphOptions(
        title, "", List.of(), "samples", DEFAULT_CUT, 0, Colouring.KIND, false, false, 0);
  }

  /** The same with this title. */
  public FlameGraphOptions withTitle(String value) {
    return with(draft -> draft.title = value);
  }

  /** The same with this line below the heading; empty for none. */
  public FlameGraphOptions withSubtitle(String value) {
    return with(draft -> draft.subtitle = value);
  }

  /** The same with these facts. */
  public FlameGraphOptions withFacts(List<String> value) {
    return with(draft -> draft.facts = value);
  }

  /** The same with this unit. */
  public FlameGraphOptions withUnit(String value) {
    return with(draft -> draft.unit = value);
  }

  /** The same with this cut. */
  public FlameGraphOptions withCut(double value) {
    return with(draft -> draft.cut = value);
  }

  /** The same with this many counts to a second of time; 0 where counts are no time. */
  public FlameGraphOptions withPerSecond(double value) {
    return with(draft -> draft.perSecond = value);
  }

  /** The same with this meaning of hues. */
  public FlameGraphOptions withColouring(Colouring value) {
    return with(draft -> draft.colouring = value);
  }

  /** The same with the root at the bottom, or on top. */
  public FlameGraphOptions withRootAtBottom(boolean value) {
    return with(draft -> draft.rootAtBottom = value);
  }

  /** The same with stacks merged from their innermost frame at first, or from their root. */
  public FlameGraphOptions withReversed(boolean value) {
    return with(draft -> draft.reversed = value);
  }

  /** The same with this width in pixels; 0 for a page as wide as its window. */
  public FlameGraphOptions withWidth(int value) {
    return with(draft -> draft.width = value);
  }

  /** The width in pixels of the picture that does not follow its window. */
  int stillWidth() {
    return width == 0 ? USUAL_WIDTH : width;
  }

  /** How many pixels all counts together take, in a picture that does not follow its window. */
  public int framesWidth() {
    return stillWidth() - 2 * MARGIN;
  }

  private FlameGraphOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** The same fields, open for change. */
  private static final class Draft {
    String title;
    String subtitle;
    List<String> facts;
    String unit;
    double cut;
    double perSecond;
    Colouring colouring;
    boolean rootAtBottom;
    boolean reversed;
    int width;

    Draft(FlameGraphOptions options) {
      title = options.title;
      subtitle = options.subtitle;
      facts = options.facts;
      unit = options.unit;
      cut = options.cut;
      perSecond = options.perSecond;
      colouring = options.colouring;
      rootAtBottom = options.rootAtBottom;
      reversed = options.reversed;
      width = options.width;
    }

    FlameGraphOptions finished() {
      return new FlameGraphOptions(
          title, subtitle, facts, unit, cut, perSecond, colouring, rootAtBottom, reversed, width);
    }
  }
}
