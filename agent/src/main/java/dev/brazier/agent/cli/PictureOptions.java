package dev.brazier.agent.cli;

import dev.brazier.flamegraph.Colouring;
import dev.brazier.flamegraph.FlameGraphOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a flame graph looks; the names are those of flamegraph.pl and inferno. */
final class PictureOptions {

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "the heading of the picture. Default: the name of IN")
  private @Nullable String title;

  @Option(names = "--subtitle", paramLabel = "TEXT", description = "a line below the heading")
  private @Nullable String subtitle;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      converter = WidthConverter.class,
      description =
          "the width of the picture, margins included. Default: it follows the window; 1200 where no"
              + " script runs")
  private @Nullable Integer width;

  @Option(
      names = {"--min-width", "--minwidth"},
      paramLabel = "SIZE",
      converter = LeastWidth.Converter.class,
      description =
          "leave out frames that are narrower: pixels of the picture without --width, or of that"
              + " width (0.1, as flamegraph.pl), or percent of all counts (0.01%%, as inferno and"
              + " async-profiler mean it). 0 keeps all. What is left out is stated in the picture."
              + " Default: 0.01%%")
  private @Nullable LeastWidth leastWidth;

  @Option(
      names = {"--palette", "--colors"},
      paramLabel = "PALETTE",
      converter = PaletteConverter.class,
      description =
          "what colours tell at first: kind (kernel, native, jit and so on) or package (crate,"
              + " namespace, module); k switches in the page. Default: kind")
  private @Nullable Colouring palette;

  @Option(
      names = "--inverted",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "the root on top: what flamegraph.pl draws with --inverted is the default here."
              + " --no-inverted: the root at the bottom, as flamegraph.pl draws without. i turns the"
              + " page upside down")
  private boolean inverted = true;

  @Option(
      names = "--reverse",
      description =
          "merge stacks from their innermost function: what ran, then who called it. A picture opens"
              + " that way (r turns it round in the page); collapsed stacks are written innermost"
              + " function first; no other format can be reversed")
  private boolean reverse;

  /** Whether stacks are to be merged from their innermost frame. */
  boolean reverse() {
    return reverse;
  }

  /**
   * Refuses what the outputs cannot show.
   *
   * @param formats the formats of all outputs
   * @throws CommandFailure when one of them has no place for what was asked for
   */
  void check(List<OutputFormat> formats) {
    for (OutputFormat format : formats) {
      if (reverse && format != OutputFormat.SVG && format != OutputFormat.COLLAPSED) {
        throw CommandFailure.usage(
            "--reverse is for pictures and collapsed stacks: end OUT in .svg or .collapsed, or look"
                + " for callers in the program that reads "
                + format.label());
      }
    }
    List<String> given = forPictures();
    boolean drawn = formats.contains(OutputFormat.SVG) || formats.contains(OutputFormat.HEAT_MAP);
    if (!given.isEmpty() && !drawn) {
      throw CommandFailure.usage(
          "%s %s about a picture: let an OUT end in .svg"
              .formatted(String.join(", ", given), given.size() == 1 ? "is" : "are"));
    }
  }

  private List<String> forPictures() {
    List<String> given = new ArrayList<>();
    addIf(title != null, "--title", given);
    addIf(subtitle != null, "--subtitle", given);
    addIf(width != null, "--width", given);
    addIf(leastWidth != null, "--min-width", given);
    addIf(palette != null, "--palette", given);
    addIf(!inverted, "--no-inverted", given);
    return given;
  }

  private static void addIf(boolean asked, String name, List<String> names) {
    if (asked) {
      names.add(name);
    }
  }

  /** The options of a picture with what was asked for. */
  FlameGraphOptions applyTo(FlameGraphOptions picture) {
    FlameGraphOptions options = picture.withRootAtBottom(!inverted).withReversed(reverse);
    options = title == null ? options : options.withTitle(title);
    options = subtitle == null ? options : options.withSubtitle(subtitle);
    options = width == null ? options : options.withWidth(width);
    options = palette == null ? options : options.withColouring(palette);
    return leastWidth == null ? options : options.withCut(leastWidth.share(options.framesWidth()));
  }

  /** Reads a width in pixels. */
  static final class WidthConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String argument) {
      if (argument.matches("[0-9]{1,5}")) {
        int width = Integer.parseInt(argument);
        if (width >= FlameGraphOptions.LEAST_WIDTH && width <= FlameGraphOptions.GREATEST_WIDTH) {
          return width;
        }
      }
      throw new TypeConversionException(
          "'%s' is no width of a picture: write %d to %d, in pixels"
              .formatted(
                  argument, FlameGraphOptions.LEAST_WIDTH, FlameGraphOptions.GREATEST_WIDTH));
    }
  }
}
