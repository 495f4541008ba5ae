package dev.brazier.agent.cli;

import dev.brazier.flamegraph.Colouring;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads what colours tell. Palettes by which flamegraph.pl and inferno colour kinds of code are
 * taken for ours of kinds; those in which colours tell nothing are refused.
 */
final class PaletteConverter implements ITypeConverter<Colouring> {
  @Override
  public Colouring convert(String argument) {
    return switch (argument.toLowerCase(Locale.ROOT)) {
      case "kind", "java", "js", "perl", "python", "rust" -> Colouring.KIND;
      case "package" -> Colouring.PACKAGE;
      default ->
          throw new TypeConversionException(
              ("'%s' is no palette: colours tell the kind of code (kind; java, js, perl, python and"
                      + " rust mean the same) or where functions come from (package)")
                  .formatted(argument));
    };
  }
}
