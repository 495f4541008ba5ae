package dev.brazier.agent.cli;

import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.input.InputFormat;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputTree;
import dev.brazier.flamegraph.input.StackInput;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier flamegraph}: the stacks of any tool as an SVG. */
@Command(
    name = "flamegraph",
    mixinStandardHelpOptions = true,
    header = "Draws stacks, from brazier or any other tool, as an SVG flame graph.",
    customSynopsis = "brazier flamegraph [OPTIONS] [IN] [-o OUT]",
    synopsisHeading = "%nUsage: ",
    description =
        "%nIN is what `perf script` prints, or collapsed stacks: on each line the frames from the"
            + " outermost in, joined by ';', a space and how often they were seen. Gzip and"
            + " Zstandard are unpacked.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; what is no stack is skipped and counted on standard error",
      "1:failed: IN cannot be read or has no stack in it, or OUT cannot be written",
      "2:usage: the command line makes no sense"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier flamegraph stacks.collapsed -o stacks.svg",
      "  perf script | brazier flamegraph > perf.svg"
    })
final class FlamegraphCommand implements Runnable {

  private final Console console;

  @Parameters(
      paramLabel = "IN",
      arity = "0..1",
      defaultValue = OutputTarget.STANDARD_OUTPUT,
      description = "the stacks; - or nothing is standard input")
  private String in = OutputTarget.STANDARD_OUTPUT;

  @Mixin private final StackFileOptions inputOptions = new StackFileOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "where to write; - is standard output, the default unless that is a terminal: then IN's"
              + " name ending in .svg, in the current folder")
  private @Nullable String out;

  FlamegraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    OutputFile output = OutputFile.check(target(), console.out());
    InputTree input = read();
    complain(input.report());
    FlameGraphOptions options =
        FlameGraphOptions.titled(title())
            .withFacts(facts(input.report()))
            .withUnit(input.report().unit());
    output.write(stream -> FlameGraph.write(input.tree(), options, stream));
    if (output.target().file().isPresent()) {
      console.err().println("wrote " + output.target());
    }
  }

  private OutputTarget target() {
    try {
      if (out != null) {
        return OutputTarget.parse(out, OutputFormat.SVG);
      }
      return OutputTarget.parse(console.isTerminal() ? nameAfterInput() : "-", OutputFormat.SVG);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("read option -o: " + e.getMessage());
    }
  }

  private String nameAfterInput() {
    String name = readsStandardInput() ? "stacks" : title();
    int ending = name.lastIndexOf('.');
    return (ending > 0 ? name.substring(0, ending) : name) + ".svg";
  }

  private String title() {
    Path name = readsStandardInput() ? null : Path.of(in).getFileName();
    return name == null ? "standard input" : name.toString();
  }

  private boolean readsStandardInput() {
    return in.equals(OutputTarget.STANDARD_OUTPUT);
  }

  private InputTree read() {
    try {
      return readsStandardInput()
          ? StackInput.readTree(console.in(), inputOptions.options())
          : StackInput.readTree(Path.of(in), inputOptions.options());
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + in + ": " + IoReason.of(e), e);
    }
  }

  private void complain(InputReport report) {
    if (report.stacks() == 0) {
      throw CommandFailure.failed(
          "draw %s: it has no stack in it; %s%s"
              .formatted(title(), expected(report), firstSkipped(report)),
          null);
    }
    if (report.skipped() > 0) {
      console
          .err()
          .printf(
              Locale.ROOT,
              "skipped %d of %d %ss that are no stacks%s%n",
              report.skipped(),
              report.records(),
              report.kind(),
              firstSkipped(report));
    }
    report.notes().forEach(console.err()::println);
    otherEvents(report).forEach(console.err()::println);
  }

  private static String expected(InputReport report) {
    if (!report.events().isEmpty()) {
      return "no sample is of event %s; there are %s"
          .formatted(report.event(), String.join(", ", report.events().keySet()));
    }
    return report.format() == InputFormat.COLLAPSED
        ? "each line must be frames joined by ';', a space and a count"
        : "it was read as " + report.format().label() + "; name another --format if it is none";
  }

  private static List<String> otherEvents(InputReport report) {
    List<String> lines = new ArrayList<>();
    report
        .events()
        .forEach(
            (event, stacks) -> {
              if (!event.equals(report.event())) {
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "left out %d stacks of event %s; draw them with --event=%s",
                        stacks,
                        event,
                        event));
              }
            });
    return lines;
  }

  private static String firstSkipped(InputReport report) {
    return report.firstSkipped().isEmpty() ? "" : "; " + report.firstSkipped().get(0);
  }

  private List<String> facts(InputReport report) {
    List<String> facts = new ArrayList<>();
    facts.add("source: " + title());
    if (!report.event().isEmpty()) {
      facts.add("event: " + report.event());
    }
    facts.add(String.format(Locale.ROOT, "stacks: %,d", report.stacks()));
    facts.add(String.format(Locale.ROOT, "%ss skipped: %,d", report.kind(), report.skipped()));
    otherEvents(report).forEach(line -> facts.add(line.substring(0, line.indexOf(';'))));
    facts.addAll(report.notes());
    return facts;
  }
}
