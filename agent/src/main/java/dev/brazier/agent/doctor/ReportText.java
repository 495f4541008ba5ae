package dev.brazier.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for a person: the verdict, every check in a line, and below what fails the reason. */
final class ReportText {
  private final Report report;

  ReportText(Report report) {
    this.report = report;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict());
    lines.add("");
    for (Finding finding : report.findings()) {
      add(lines, finding);
    }
    Optional<Finding> decisive = report.decisive();
    if (decisive.isPresent()) {
      lines.add("");
      lines.add("begin with: " + clause(decisive.get()));
      lines.add(
          "brazier doctor --fix docker|compose|podman|kubernetes|systemd|setcap prints the lines");
    }
    return lines;
  }

  /** What was refused, why, and what to do. */
  private static String clause(Finding finding) {
    return "%s%s; %s: %s"
        .formatted(
            finding.check().title(),
            finding.errno().map(name -> ": " + name).orElse(""),
            reason(finding),
            finding.remedy());
  }

  /** {@code seccomp: a filter is in force …}: the layer to be mended first, and how it is known. */
  static String reason(Finding finding) {
    return finding.causes().stream()
        .findFirst()
        .map(cause -> cause.layer().id() + ": " + cause.evidence())
        .orElse(Layer.UNKNOWN.id());
  }

  private String verdict() {
    return switch (report.verdict()) {
      case FULL -> "full: every process can be profiled, engine " + report.rung().id();
      case DEGRADED ->
          "degraded: a profile can be recorded, engine %s, but it lacks what is marked below"
              .formatted(report.rung().id());
      case BLOCKED -> "blocked: nothing can be recorded";
    };
  }

  private void add(List<String> lines, Finding finding) {
    String result = finding.result().name().toLowerCase(Locale.ROOT);
    String errno = finding.errno().map(name -> " (" + name + ")").orElse("");
    lines.add("%-8s %s%s".formatted(result, finding.check().title(), errno));
    if (!finding.isTrouble()) {
      finding.evidence().forEach(reason -> lines.add("           " + reason));
      return;
    }
    for (Cause cause : finding.causes()) {
      lines.add("           %s: %s".formatted(cause.layer().id(), cause.evidence()));
    }
    lines.add("           lost: " + finding.check().lost());
    lines.add("           remedy: " + finding.remedy());
  }
}
