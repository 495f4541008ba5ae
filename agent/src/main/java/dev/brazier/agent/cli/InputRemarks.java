package dev.brazier.agent.cli;

import dev.brazier.flamegraph.Figures;
import dev.brazier.flamegraph.FlameGraphOptions;
import dev.brazier.flamegraph.input.InputFormat;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What there is to say about a file of stacks, to who asked for it and in a picture of it.
 *
 * @param title the name of the file
 * @param report how it was read
 */
record InputRemarks(String title, InputReport report) {

  /** Why there is nothing to draw; empty if there is something. */
  Optional<String> whyEmpty() {
    return report.stacks() == 0
        ? Optional.of("it has no stack in it; " + expected() + firstSkipped())
        : whyAllFiltered();
  }

  /** That the filter took nothing; empty if it took something, or there is none. */
  Optional<String> whyAllFiltered() {
    return selection().isPresent() && report.selection().kept() == 0
        ? Optional.of("the filters keep " + keptCounts() + "; loosen --include or --exclude")
        : Optional.empty();
  }

  /** How much the filter took, if any. */
  Optional<String> kept() {
    return selection().map(any -> "kept " + keptCounts());
  }

  /** What was skipped, left out or else is to be known, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (report.skipped() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "skipped %d of %d %ss that are no stacks%s",
              report.skipped(),
              report.records(),
              report.kind(),
              firstSkipped()));
    }
    kept().ifPresent(lines::add);
    lines.addAll(report.notes());
    lines.addAll(otherEvents());
    return lines;
  }

  /** What the filter took, as {@code kept: 12 of 40 samples: stacks through "read"}, if any. */
  Optional<String> selection() {
    Selection selection = report.selection();
    return selection.filter().isNone()
        ? Optional.empty()
        : Optional.of(
            "kept: %s of %s %s: %s"
                .formatted(
                    Figures.grouped(selection.kept()),
                    Figures.grouped(selection.all()),
                    report.unit(),
                    selection.filter().description()));
  }

  private String keptCounts() {
    return "%d of %d %s"
        .formatted(report.selection().kept(), report.selection().all(), report.unit());
  }

  /** How its picture is headed. */
  FlameGraphOptions options() {
    return FlameGraphOptions.titled(title).withFacts(facts()).withUnit(report.unit());
  }

  /** What stands beside its picture. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add("source: " + title);
    if (!report.event().isEmpty()) {
      facts.add("event: " + report.event());
    }
    facts.add("stacks: " + Figures.grouped(report.stacks()));
    facts.add(report.kind() + "s skipped: " + Figures.grouped(report.skipped()));
    selection().ifPresent(facts::add);
    otherEvents().forEach(line -> facts.add(line.substring(0, line.indexOf(';'))));
    facts.addAll(report.notes());
    return facts;
  }

  private String expected() {
    if (!report.events().isEmpty()) {
      return "no sample is of event %s; there are %s"
          .formatted(report.event(), String.join(", ", report.events().keySet()));
    }
    return report.format() == InputFormat.COLLAPSED
        ? "each line must be frames joined by ';', a space and a count"
        : "it was read as " + report.format().label() + "; name another --format if it is none";
  }

  private List<String> otherEvents() {
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

  private String firstSkipped() {
    return report.firstSkipped().isEmpty() ? "" : "; " + report.firstSkipped().get(0);
  }
}
