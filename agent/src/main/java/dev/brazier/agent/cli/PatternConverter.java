package dev.brazier.agent.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a regular expression as the Java platform understands it. */
final class PatternConverter implements ITypeConverter<Pattern> {
  @Override
  public Pattern convert(String argument) {
    try {
      return Pattern.compile(argument);
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(
          "'%s' is no regular expression: %s; write \\ before a sign that stands for itself"
              .formatted(argument, e.getDescription().toLowerCase(Locale.ROOT)));
    }
  }
}
