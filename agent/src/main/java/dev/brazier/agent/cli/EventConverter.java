package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig.Event;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an event under the name that perf gives it. */
final class EventConverter implements ITypeConverter<Event> {

  /** The names for completion. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return List.of("cpu-clock", "cycles").iterator();
    }
  }

  @Override
  public Event convert(String text) {
    return switch (text) {
      case "cpu-clock" -> Event.CPU_CLOCK;
      case "cycles" -> Event.CYCLES;
      default ->
          throw new TypeConversionException(
              "'" + text + "' is no known event: write cpu-clock or cycles");
    };
  }
}
