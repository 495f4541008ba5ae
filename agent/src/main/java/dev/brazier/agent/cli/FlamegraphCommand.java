package dev.brazier.agent.cli;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.write.ProfileWriters;
import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedWriter;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier flamegraph}: the stacks of any tool as an SVG. */
@Command(
    name = "flamegraph",
    mixinStandardHelpOptions = true,
    header = "Draws stacks, from brazier or any other tool, or writes them in another format.",
    customSynopsis = "brazier flamegraph [OPTIONS] [IN] [-o OUT]...",
    synopsisHeading = "%nUsage: ",
    description =
        "%nIN is what `perf script`, bpftrace or a tool of bcc printed, a JFR recording, a pprof"
            + " profile, or collapsed stacks: on each line the frames from the outermost in, joined"
            + " by ';', a space and how often they were seen. Gzip and Zstandard are unpacked.",
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
      "  perf script | brazier flamegraph > perf.svg",
      "  perf script | brazier flamegraph -o perf.heatmap.svg",
      "  perf script | brazier flamegraph -o perf.pb.gz -o perf.firefox.json.gz",
      "  brazier flamegraph recording.jfr --event=jdk.ObjectAllocationSample --per-thread",
      "  brazier flamegraph cpu.pb.gz --event=samples",
      "  brazier flamegraph in.txt --include=Server --exclude=^epoll_wait$ -o web.svg"
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

  @Mixin private final PictureOptions pictureOptions = new PictureOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "where to write; may be repeated. The ending names the format, as in `brazier record`; any"
              + " other is an SVG. - is an SVG on standard output, the default unless that is a"
              + " terminal: then IN's name ending in .svg, in the current folder")
  private List<String> outs = new ArrayList<>();

  FlamegraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<OutputTarget> targets = targets();
    pictureOptions.check(targets.stream().map(OutputTarget::format).toList());
    List<OutputFile> outputs =
        targets.stream().map(target -> OutputFile.check(target, console.out())).toList();
    StackFile input = read(outputs);
    InputRemarks remarks = new InputRemarks(title(), input.report());
    remarks
        .whyEmpty()
        .ifPresent(
            why -> {
              throw CommandFailure.failed("draw " + title() + ": " + why, null);
            });
    requireTimes(input, outputs);
    remarks.lines().forEach(console.err()::println);
    FlameGraphOptions options = pictureOptions.applyTo(remarks.options());
    for (OutputFile output : outputs) {
      switch (output.target().format()) {
        case SVG -> output.write(out -> FlameGraph.write(input.tree(), options, out));
        case COLLAPSED -> output.write(out -> CollapsedWriter.write(collapsed(input), out));
        case HEAT_MAP -> output.write(out -> writeHeatMap(input, options, out));
        default -> output.write(out -> write(input, remarks, output.target().format(), out));
      }
      if (output.target().file().isPresent()) {
        console.err().println("wrote " + output.target());
      }
    }
  }

  /** A map of time without times would be made up. */
  private void requireTimes(StackFile input, List<OutputFile> outputs) {
    boolean needed =
        outputs.stream().anyMatch(output -> output.target().format() == OutputFormat.HEAT_MAP);
    if (needed && !input.tellsTimes()) {
      throw CommandFailure.failed(
          "draw "
              + title()
              + " as a heat map: it tells no times; have them printed, as `perf script -F +time`"
              + " does, or end -o in .svg for a flame graph",
          null);
    }
  }

  private void writeHeatMap(StackFile input, FlameGraphOptions options, OutputStream out)
      throws IOException {
    Profile profile = input.profile(List.of());
    List<String> facts = new ArrayList<>(options.facts());
    double seconds = profile.facts().duration().toMillis() / 1000.0;
    facts.add(String.format(Locale.ROOT, "from the first to the last: %.1f s", seconds));
    new ProfileWriters(profile, perThread()).writeHeatMap(options.withFacts(facts), out);
  }

  private void write(StackFile input, InputRemarks remarks, OutputFormat format, OutputStream out)
      throws IOException {
    new ProfileOutput(input.profile(remarks.facts()), perThread(), ProfileOutput.MARKDOWN_ROWS)
        .write(format, out);
  }

  private CallTree collapsed(StackFile input) {
    return pictureOptions.reverse() ? input.tree().reversed() : input.tree();
  }

  private boolean perThread() {
    return inputOptions.options().perThread();
  }

  private List<OutputTarget> targets() {
    List<String> names =
        outs.isEmpty() ? List.of(console.isTerminal() ? nameAfterInput() : "-") : outs;
    List<OutputTarget> targets = new ArrayList<>();
    for (String name : names) {
      try {
        OutputFormat format = OutputFormat.ofFileName(name).orElse(OutputFormat.SVG);
        targets.add(OutputTarget.parse(name, format));
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage("read option -o: " + e.getMessage());
      }
    }
    OutputTarget.requireDistinct(targets);
    return targets;
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

  private StackFile read(List<OutputFile> outputs) {
    boolean profile = outputs.stream().anyMatch(output -> output.target().format().needsProfile());
    boolean time = outputs.stream().anyMatch(output -> output.target().format().showsTime());
    try {
      if (readsStandardInput()) {
        return StackFile.read(console.in(), inputOptions.options(), profile, time);
      }
      try (InputStream file = Files.newInputStream(Path.of(in))) {
        return StackFile.read(file, inputOptions.options(), profile, time);
      }
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + in + ": " + IoReason.of(e), e);
    }
  }
}
