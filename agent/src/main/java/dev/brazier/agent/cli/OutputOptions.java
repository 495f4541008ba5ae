package dev.brazier.agent.cli;

import dev.brazier.agent.export.top.TerminalTop;
import dev.brazier.agent.export.top.TopTable;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.record.RecordingConfig;
import java.io.PrintWriter;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a recording goes. */
final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      converter = OutputTargetConverter.class,
      description =
          "where to write; may be repeated. The ending names the format: .svg (flame graph),"
              + " .collapsed, .folded or .txt (collapsed stacks), .pb.gz or .pprof (pprof),"
              + " .speedscope.json, .firefox.json or .firefox.json.gz (Firefox Profiler),"
              + " .heatmap.svg (heat map of time, whose parts open as flame graphs), .md (table of the"
              + " hottest functions); - is collapsed stacks on standard output. Default:"
              + " brazier-DATE-TIME.svg in the current folder")
  private List<OutputTarget> targets = new ArrayList<>();

  @Option(
      names = "--top",
      paramLabel = "N",
      arity = "0..1",
      parameterConsumer = RowCount.class,
      description =
          "print the N hottest functions (default: "
              + RowCount.DEFAULT
              + ") on standard output, with what they take themselves and in all; then no file is"
              + " written unless -o asks for one")
  private @Nullable Integer top;

  /**
   * The targets in the order given.
   *
   * @param now names the default file
   * @throws CommandFailure when two targets are the same
   */
  List<OutputTarget> targets(LocalDateTime now) {
    if (top != null && top < 1) {
      throw CommandFailure.usage(
          "print the " + top + " hottest functions: write 1 or more after --top=");
    }
    if (targets.isEmpty()) {
      return top == null ? List.of(OutputTarget.datedSvg(now)) : List.of();
    }
    OutputTarget.requireDistinct(targets);
    if (top != null && targets.stream().anyMatch(target -> target.file().isEmpty())) {
      throw CommandFailure.usage(
          "--top and -o - both write to standard output; give -o the name of a file");
    }
    return List.copyOf(targets);
  }

  /** Has recorded what the outputs show. */
  RecordingConfig applyTo(RecordingConfig config) {
    boolean time = targets.stream().anyMatch(target -> target.format().showsTime());
    boolean threads = targets.stream().anyMatch(target -> target.format().showsThreads());
    return config.withTimeline(time).withThreads(config.threads() || threads);
  }

  /** Whether something is printed on standard output besides the targets. */
  boolean printsTop() {
    return top != null;
  }

  /** Prints what is to be printed. */
  void print(Profile profile, PrintWriter out) {
    if (top != null) {
      TerminalTop.lines(TopTable.of(profile, top)).forEach(out::println);
      out.flush();
    }
  }

  /** How many functions a table in a file has at most. */
  int markdownRows() {
    return top == null ? ProfileOutput.MARKDOWN_ROWS : top;
  }
}
