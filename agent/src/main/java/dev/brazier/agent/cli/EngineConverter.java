package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig.Engine;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what to sample with. */
final class EngineConverter implements ITypeConverter<Engine> {

  /** The names for completion. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return List.of("auto", "bpf", "perf", "own").iterator();
    }
  }

  @Override
  public Engine convert(String text) {
    return switch (text) {
      case "auto" -> Engine.AUTO;
      case "bpf" -> Engine.BPF;
      case "perf" -> Engine.PERF;
      case "own" -> Engine.OWN;
      default ->
          throw new TypeConversionException(
              "'" + text + "' is no engine: write auto, bpf, perf or own");
    };
  }
}
