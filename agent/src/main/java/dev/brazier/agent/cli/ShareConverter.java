package dev.brazier.agent.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share in percent, {@code 5%} or {@code 0.5}, as a number from 0 to 1 and beyond. */
final class ShareConverter implements ITypeConverter<Double> {

  private static final Pattern SHARE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,9})?) ?%?");

  @Override
  public Double convert(String argument) {
    Matcher share = SHARE.matcher(argument);
    if (!share.matches()) {
      throw new TypeConversionException("'" + argument + "' is no share: write it as 5% or 0.5%");
    }
    return Double.parseDouble(share.group(1)) / 100;
  }
}
