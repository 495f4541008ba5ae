package dev.brazier.agent.cli;

import dev.brazier.flamegraph.input.InputFormat;
import dev.brazier.flamegraph.input.InputOptions;
import dev.brazier.flamegraph.input.StackFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a file of another tool is to be read. */
final class StackFileOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatNames.class,
      description =
          "what IN is, where its content would not tell: one of ${COMPLETION-CANDIDATES}. Default:"
              + " auto, told by the content")
  private InputFormat format = InputFormat.AUTO;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description =
          "the event whose stacks are drawn, as IN names it; others do not add up with it and are"
              + " left out. Default: the first in IN")
  private String event = "";

  @Option(
      names = "--samples",
      description =
          "count each sample once. Default: for what it stands for where IN tells it, such as the"
              + " period that perf prints: nanoseconds of cpu-clock, cycles of cycles")
  private boolean samples;

  @Option(names = "--per-thread", description = "a row for each thread, where IN names threads")
  private boolean perThread;

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      converter = PatternConverter.class,
      description =
          "only stacks with a frame whose name matches somewhere; rows for containers, processes and"
              + " threads are frames too. May be repeated: any of them is enough. In the page, f"
              + " does the same to what is there")
  private List<Pattern> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      converter = PatternConverter.class,
      description = "no stacks with a frame whose name matches somewhere; may be repeated")
  private List<Pattern> exclude = new ArrayList<>();

  InputOptions options() {
    StackFilter filter = new StackFilter(include, exclude);
    return new InputOptions(format, event, samples, perThread, filter);
  }

  /** Reads a format's name, in any case. */
  static final class FormatConverter implements ITypeConverter<InputFormat> {
    @Override
    public InputFormat convert(String argument) {
      return Arrays.stream(InputFormat.values())
          .filter(format -> name(format).equals(argument.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is no format: use one of %s"
                          .formatted(argument, String.join(", ", new FormatNames()))));
    }
  }

  /** The names of all formats. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(InputFormat.values()).stream().map(StackFileOptions::name).iterator();
    }
  }

  private static String name(InputFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }
}
