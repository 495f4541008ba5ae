package dev.brazier.agent.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How wide a frame must be to be kept.
 *
 * @param value pixels, or percent of all counts
 * @param percent which of the two
 */
record LeastWidth(double value, boolean percent) {

  private static final Pattern SHAPE = Pattern.compile("([0-9]{0,6}(?:\\.[0-9]{1,12})?)(px|%)?");

  /**
   * The share of all counts that it is, from 0 to 1.
   *
   * @param pixels how many of them all counts take
   */
  double share(int pixels) {
    return Math.min(1, percent ? value / 100 : value / pixels);
  }

  /** Reads {@code 0.1} and {@code 0.1px} as pixels, {@code 0.01%} as percent. */
  static final class Converter implements ITypeConverter<LeastWidth> {
    @Override
    public LeastWidth convert(String argument) {
      Matcher shape = SHAPE.matcher(argument);
      if (!shape.matches() || shape.group(1).isEmpty()) {
        throw new TypeConversionException(
            "'%s' is no width of a frame: write pixels as 0.1, percent of all counts as 0.01%%"
                .formatted(argument));
      }
      return new LeastWidth(Double.parseDouble(shape.group(1)), "%".equals(shape.group(2)));
    }
  }
}
