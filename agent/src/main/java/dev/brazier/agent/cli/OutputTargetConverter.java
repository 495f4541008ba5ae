package dev.brazier.agent.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the argument of {@code -o}, see {@link OutputTarget#parse(String)}. */
final class OutputTargetConverter implements ITypeConverter<OutputTarget> {

  @Override
  public OutputTarget convert(String argument) {
    try {
      return OutputTarget.parse(argument);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
