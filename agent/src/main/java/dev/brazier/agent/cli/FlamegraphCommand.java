package dev.brazier.agent.cli;

import dev.brazier.flamegraph.CollapsedInput;
import dev.brazier.flamegraph.CollapsedReader;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.MalformedLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier flamegraph}: collapsed stacks, from any tool, as an SVG. */
@Command(
    name = "flamegraph",
    mixinStandardHelpOptions = true,
    header = "Draws collapsed stacks, from brazier or any other tool, as an SVG flame graph.",
    customSynopsis = "brazier flamegraph [IN] [-o OUT]",
    synopsisHeading = "%nUsage: ",
    description =
        "%nEach line of IN is one stack: its frames from the outermost in, joined by ';', then a"
            + " space and how often it was seen. Gzip is unpacked.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; lines that are no stacks are skipped and counted on standard error",
      "1:failed: IN cannot be read or has no stack in it, or OUT cannot be written",
      "2:usage: the command line makes no sense"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier flamegraph stacks.collapsed -o stacks.svg",
      "  perf script | stackcollapse-perf.pl | brazier flamegraph > perf.svg"
    })
final class FlamegraphCommand implements Runnable {

  private final Console console;

  @Parameters(
      paramLabel = "IN",
      arity = "0..1",
      defaultValue = OutputTarget.STANDARD_OUTPUT,
      description = "the stacks; - or nothing is standard input")
  private String in = OutputTarget.STANDARD_OUTPUT;

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
    CollapsedInput input = read();
    complain(input);
    FlameGraphOptions options = FlameGraphOptions.titled(title()).withFacts(facts(input));
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

  private CollapsedInput read() {
    try {
      if (readsStandardInput()) {
        return CollapsedReader.read(console.in());
      }
      try (InputStream file = Files.newInputStream(Path.of(in))) {
        return CollapsedReader.read(file);
      }
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + in + ": " + IoReason.of(e), e);
    }
  }

  private void complain(CollapsedInput input) {
    if (input.stacks() == 0) {
      throw CommandFailure.failed(
          "draw %s: it has no stack in it; each line must be frames joined by ';', a space and a count%s"
              .formatted(title(), firstMalformed(input)),
          null);
    }
    if (input.malformed() > 0) {
      console
          .err()
          .printf(
              Locale.ROOT,
              "skipped %d of %d lines that are no stacks%s%n",
              input.malformed(),
              input.lines(),
              firstMalformed(input));
    }
  }

  private static String firstMalformed(CollapsedInput input) {
    List<MalformedLine> malformed = input.firstMalformed();
    return malformed.isEmpty() ? "" : "; " + malformed.get(0);
  }

  private List<String> facts(CollapsedInput input) {
    return List.of(
        "source: " + title(),
        String.format(Locale.ROOT, "stacks: %,d", input.stacks()),
        String.format(Locale.ROOT, "lines skipped: %,d", input.malformed()));
  }
}
