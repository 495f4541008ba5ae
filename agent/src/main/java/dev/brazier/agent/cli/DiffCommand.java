package dev.brazier.agent.cli;

import dev.brazier.flamegraph.ComparedTree;
import dev.brazier.flamegraph.Comparison;
import dev.brazier.flamegraph.FlameGraph;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.diff.ComparedStacks;
import dev.brazier.flamegraph.diff.FunctionChange;
import dev.brazier.flamegraph.diff.FunctionChanges;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputTree;
import dev.brazier.flamegraph.input.StackInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brazier diff}: two files of stacks as one picture, a table, and an exit code. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    header = "Compares two profiles: as one flame graph, as a table, and by an exit code.",
    customSynopsis = "brazier diff [OPTIONS] BEFORE AFTER [-o OUT]",
    synopsisHeading = "%nUsage: ",
    description =
        "%nFrames are as wide as they are in AFTER; orange ones grew, blue ones shrank. In the"
            + " page, g shows the paths that are in BEFORE alone, b swaps the sides, t lists the"
            + " functions. Both files may be anything that brazier flamegraph reads.",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; no function grew by more than --fail-above allows",
      "1:failed: a file cannot be read or has no stack in it, or OUT cannot be written",
      "2:usage: the command line makes no sense",
      "5:a function grew by more than --fail-above allows; OUT is written all the same"
    },
    footerHeading = "%nExamples:%n%n",
    footer = {
      "  brazier diff monday.collapsed tuesday.collapsed -o diff.svg",
      "  brazier diff --top=10 before.txt after.txt          a table on the terminal",
      "  brazier diff --fail-above 5%% main.txt branch.txt    a gate for CI",
      "  brazier diff before.txt after.txt -o both.collapsed && flamegraph.pl both.collapsed"
    })
final class DiffCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "BEFORE",
      description = "the stacks before; - is standard input")
  private String before = "";

  @Parameters(
      index = "1",
      paramLabel = "AFTER",
      description = "the stacks after; - is standard input")
  private String after = "";

  @Mixin private final StackFileOptions inputOptions = new StackFileOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "where to write: .svg is a flame graph; .collapsed, .folded and .txt are both counts of"
              + " each stack, as difffolded.pl prints them; - is these on standard output. Default:"
              + " diff.svg in the current folder, nothing with --top or --fail-above")
  private @Nullable String out;

  @Option(
      names = "--absolute",
      description =
          "compare counts as they are. Default: counts of BEFORE are scaled so that both have equal"
              + " totals, and shares are compared")
  private boolean absolute;

  @Option(
      names = "--top",
      paramLabel = "N",
      arity = "0..1",
      parameterConsumer = RowCount.class,
      description =
          "print the N functions that changed most (default: "
              + RowCount.DEFAULT
              + ") on standard output, by their own share")
  private @Nullable Integer top;

  @Option(
      names = "--fail-above",
      paramLabel = "SHARE",
      converter = ShareConverter.class,
      description =
          "end with exit code 5, and name them, when functions grew by more than this share, such"
              + " as 5%%, themselves or with their callees: from 10 %% to 16 %% of all samples is"
              + " 6 %%. With --absolute, the share is one of BEFORE's total")
  private @Nullable Double failAbove;

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    check();
    Optional<OutputFile> output = target().map(target -> OutputFile.check(target, console.out()));
    InputTree first = read(before);
    InputTree second = read(after);
    checkUnits(first.report(), second.report());
    ComparedTree tree = ComparedTree.of(first.tree(), second.tree());
    output.ifPresent(file -> write(file, first, second, tree));
    if (top == null && failAbove == null) {
      return ExitCode.DONE;
    }
    List<FunctionChange> changes = FunctionChanges.of(tree, !absolute);
    if (top != null) {
      PrintWriter writer = console.writer();
      ChangeTable.lines(changes.subList(0, Math.min(top, changes.size())), tree)
          .forEach(writer::println);
      writer.flush();
    }
    return failAbove == null ? ExitCode.DONE : judge(changes, failAbove);
  }

  private void check() {
    if (before.equals(after) && before.equals(OutputTarget.STANDARD_OUTPUT)) {
      throw CommandFailure.usage("BEFORE and AFTER are both standard input; name a file for one");
    }
    if (top != null && top < 1) {
      throw CommandFailure.usage("print the " + top + " functions: write 1 or more after --top=");
    }
    if (top != null && OutputTarget.STANDARD_OUTPUT.equals(out)) {
      throw CommandFailure.usage(
          "--top and -o - both write to standard output; give -o the name of a file");
    }
  }

  private Optional<OutputTarget> target() {
    if (out == null && (top != null || failAbove != null)) {
      return Optional.empty();
    }
    try {
      OutputTarget target = OutputTarget.parse(out == null ? "diff.svg" : out);
      if (target.format() != OutputFormat.SVG && target.format() != OutputFormat.COLLAPSED) {
        throw new IllegalArgumentException(
            "'%s' is no format that holds two profiles: end it in .svg, .collapsed, .folded or .txt"
                .formatted(target));
      }
      return Optional.of(target);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("read option -o: " + e.getMessage());
    }
  }

  private InputTree read(String file) {
    InputTree input;
    try {
      input =
          file.equals(OutputTarget.STANDARD_OUTPUT)
              ? StackInput.readTree(console.in(), inputOptions.options())
              : StackInput.readTree(Path.of(file), inputOptions.options());
    } catch (IOException | InvalidPathException e) {
      throw CommandFailure.failed("read " + file + ": " + IoReason.of(e), e);
    }
    InputReport report = input.report();
    String name = name(file);
    String skipped = report.firstSkipped().isEmpty() ? "" : "; " + report.firstSkipped().get(0);
    InputRemarks remarks = new InputRemarks(name, report);
    remarks
        .whyAllFiltered()
        .ifPresent(
            why -> {
              throw CommandFailure.failed("compare " + name + ": " + why, null);
            });
    if (report.stacks() == 0 || input.tree().total() == 0) {
      throw CommandFailure.failed(
          "compare %s: it has no stack in it, read as %s; name another --format if it is none%s"
              .formatted(name, report.format().label(), skipped),
          null);
    }
    if (report.skipped() > 0) {
      console
          .err()
          .printf(
              Locale.ROOT,
              "%s: skipped %d of %d %ss that are no stacks%s%n",
              name,
              report.skipped(),
              report.records(),
              report.kind(),
              skipped);
    }
    remarks.kept().ifPresent(kept -> console.err().println(name + ": " + kept));
    report.notes().forEach(note -> console.err().println(name + ": " + note));
    return input;
  }

  private void checkUnits(InputReport first, InputReport second) {
    if (absolute && !first.unit().equals(second.unit())) {
      throw CommandFailure.failed(
          "compare %s of %s with %s of %s: leave --absolute out, or choose the same --event"
              .formatted(first.unit(), name(before), second.unit(), name(after)),
          null);
    }
  }

  private void write(OutputFile file, InputTree first, InputTree second, ComparedTree tree) {
    if (file.target().format() == OutputFormat.COLLAPSED) {
      file.write(stream -> ComparedStacks.write(first.tree(), second.tree(), stream));
    } else {
      Comparison comparison = new Comparison(name(before), name(after), !absolute);
      FlameGraphOptions options =
          FlameGraphOptions.titled(name(before) + " \u2192 " + name(after))
              .withFacts(facts(first, second))
              .withUnit(second.report().unit());
      file.write(stream -> FlameGraph.write(tree, comparison, options, stream));
    }
    if (file.target().file().isPresent()) {
      console.err().println("wrote " + file.target());
    }
  }

  private List<String> facts(InputTree first, InputTree second) {
    List<String> facts = new ArrayList<>();
    facts.add("before: " + fact(before, first));
    facts.add("after: " + fact(after, second));
    facts.add("compared: " + (absolute ? "counts as they are" : "shares of each total"));
    return facts;
  }

  private String fact(String file, InputTree input) {
    InputReport report = input.report();
    String event = report.event().isEmpty() ? "" : " of " + report.event();
    String skipped =
        report.skipped() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d %ss skipped", report.skipped(), report.kind());
    return String.format(
        Locale.ROOT,
        "%s, %,d %s%s%s%s",
        name(file),
        input.tree().total(),
        report.unit(),
        event,
        new InputRemarks(name(file), report).selection().map(kept -> ", " + kept).orElse(""),
        skipped);
  }

  private int judge(List<FunctionChange> changes, double allowed) {
    List<FunctionChange> grown =
        changes.stream().filter(change -> change.growth() > allowed).toList();
    grown.forEach(change -> console.err().println(ChangeTable.complaint(change, allowed)));
    return grown.isEmpty() ? ExitCode.DONE : ExitCode.GREW;
  }

  private static String name(String file) {
    if (file.equals(OutputTarget.STANDARD_OUTPUT)) {
      return "standard input";
    }
    Path name = Path.of(file).getFileName();
    return name == null ? file : name.toString();
  }
}
