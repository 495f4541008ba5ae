package dev.brazier.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** {@code create a BPF map: EPERM; seccomp: a filter is in force …: allow bpf …}. */
  static String clause(Finding finding) {
    return "%s%s; %s: %s"
        .formatted(
            finding.check().title(),
            finding.errno().map(name -> ": " + name).orElse(""),
            finding.causes().stream()
                .limit(1)
                .map(cause -> cause.layer().id() + ": " + cause.evidence())
                .collect(Collectors.joining()),
            finding.remedy());
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
      return;
    }
    for (Cause cause : finding.causes()) {
      lines.add("           %s: %s".formatted(cause.layer().id(), cause.evidence()));
    }
    lines.add("           lost: " + finding.check().lost());
    lines.add("           remedy: " + finding.remedy());
  }
}
