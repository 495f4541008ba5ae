package dev.brazier.agent.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 16M}, {@code 512k}, {@code 1G} as powers of 1,024; a bare number is bytes. */
final class SizeConverter implements ITypeConverter<Long> {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})([kmg]?)(?:i?b)?");

  @Override
  public Long convert(String text) {
    Matcher matcher = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no size: write one such as 16M or 1G");
    }
    // Twelve digits and thirty bits do not fit; no machine has that much.
    long number = Long.parseLong(matcher.group(1));
    int shift = shift(matcher.group(2));
    return Math.min(number, Long.MAX_VALUE >> shift) << shift;
  }

  private static int shift(String suffix) {
    return switch (suffix) {
      case "k" -> 10;
      case "m" -> 20;
      case "g" -> 30;
      default -> 0;
    };
  }
}
