package dev.brazier.agent.cli;

import dev.brazier.agent.doctor.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a platform by its name in lower case. */
final class PlatformConverter implements ITypeConverter<Platform> {

  private static final List<String> ALL =
      Arrays.stream(Platform.values()).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();

  /** The names for completion. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Platform convert(String text) {
    for (Platform platform : Platform.values()) {
      if (platform.name().toLowerCase(Locale.ROOT).equals(text)) {
        return platform;
      }
    }
    throw new TypeConversionException(
        "'%s' is no known platform: write one of %s".formatted(text, String.join(", ", ALL)));
  }
}
