package dev.brazier.agent.cli;

import dev.brazier.agent.stat.Counting;
import dev.brazier.agent.stat.StatConfig;
import dev.brazier.agent.stat.StatJson;
import dev.brazier.agent.stat.StatReport;
import dev.brazier.agent.stat.StatText;
import java.io.PrintWriter;
import java.util.List;

/** One counting as a person at a terminal lives through it. */
final class StatSession {

  private final Console console;
  private final StatConfig config;
  private final boolean json;
  private final PrintWriter results;
  private boolean first = true;

  StatSession(Console console, StatConfig config, boolean json) {
    this.console = console;
    this.config = config;
    this.json = json;
    this.results = config.command().isEmpty() || json ? console.writer() : console.errorWriter();
  }

  /** Counts and prints; returns the exit code. */
  int run() throws InterruptedException {
    try (Counting counting = Counting.start(config);
        EarlyEnd earlyEnd = new EarlyEnd(counting::stop)) {
      earlyEnd.listen();
      counting.run(this::print);
      return counting.commandStatus().orElse(ExitCode.DONE);
    }
  }

  private void print(StatReport report) {
    if (json) {
      results.println(StatJson.line(report));
      return;
    }
    if (config.interval().isEmpty()) {
      print(StatText.lines(report));
      return;
    }
    if (first) {
      first = false;
      print(StatText.intervalHeading(report));
    }
    print(StatText.intervalLines(report));
    report.notes().forEach(note -> console.err().println("note: " + note));
  }

  private void print(List<String> lines) {
    lines.forEach(results::println);
  }
}
