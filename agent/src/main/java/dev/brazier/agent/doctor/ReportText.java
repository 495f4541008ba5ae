package dev.brazier.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for a person: the verdict, where to begin, what fails and why, and what works. */
final class ReportText {
  private final Report report;

  ReportText(Report report) {
    this.report = report;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict());
    report.decisive().ifPresent(decisive -> lines.add("begin with: " + clause(decisive)));
    List<Finding> troubles = report.troubles();
    if (!troubles.isEmpty()) {
      lines.add(
          "all at once: brazier doctor --fix docker|compose|podman|kubernetes|systemd|setcap");
      lines.add("");
      troubles.forEach(finding -> add(lines, finding, ""));
    }
    List<Finding> optional =
        report.findings().stream()
            .filter(Finding::isTrouble)
            .filter(one -> !troubles.contains(one))
            .toList();
    if (!optional.isEmpty()) {
      lines.add("");
      optional.forEach(finding -> add(lines, finding, ", optional"));
    }
    lines.add("");
    for (Finding finding : report.findings()) {
      if (!finding.isTrouble()) {
        add(lines, finding);
      }
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

  /** A check that works or was not tried. */
  private static void add(List<String> lines, Finding finding) {
    String reason =
        finding.evidence().isEmpty() ? "" : ": " + String.join("; ", finding.evidence());
    lines.add("%-8s %s%s".formatted(result(finding), finding.check().title(), reason));
  }

  private static void add(List<String> lines, Finding finding, String weight) {
    String errno = finding.errno().map(name -> ", " + name).orElse("");
    lines.add("%-8s %s%s%s".formatted(result(finding), finding.check().title(), errno, weight));
    for (Cause cause : finding.causes()) {
      lines.add("           %s: %s".formatted(cause.layer().id(), cause.evidence()));
    }
    lines.add("           lost: " + finding.check().lost());
    lines.add("           remedy: " + finding.remedy());
  }

  private static String result(Finding finding) {
    return finding.result().name().toLowerCase(Locale.ROOT);
  }
}
