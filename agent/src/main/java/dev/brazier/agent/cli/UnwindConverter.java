package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig.Unwind;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how to walk stacks. */
final class UnwindConverter implements ITypeConverter<Unwind> {

  /** The names for completion. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return List.of("auto", "tables", "fp").iterator();
    }
  }

  @Override
  public Unwind convert(String text) {
    return switch (text) {
      case "auto" -> Unwind.AUTO;
      case "tables" -> Unwind.TABLES;
      case "fp" -> Unwind.FRAME_POINTERS;
      default ->
          throw new TypeConversionException(
              "'" + text + "' is no way to walk stacks: write auto, tables or fp");
    };
  }
}
