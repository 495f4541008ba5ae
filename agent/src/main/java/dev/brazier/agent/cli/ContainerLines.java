package dev.brazier.agent.cli;

import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.RunningContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Containers in words: one line each, and an indented one for each of their processes. */
final class ContainerLines {

  private ContainerLines() {}

  static List<String> of(List<RunningContainer> containers) {
    List<String> lines = new ArrayList<>();
    for (RunningContainer running : containers) {
      lines.add(heading(running.container()));
      running.processes().forEach(process -> lines.add(line(process)));
    }
    return lines;
  }

  private static String heading(Container container) {
    StringBuilder heading = new StringBuilder(printable(container.displayName()));
    heading.append("  ").append(container.shortId());
    heading.append("  ").append(container.runtime().label());
    if (container.image() != null) {
      heading.append("  ").append(printable(container.image()));
    }
    if (!container.outer().isEmpty()) {
      heading.append("  in ").append(container.outer().get(0).shortId());
    }
    if (container.unnamedReason() != null) {
      heading.append("  (name unknown: ").append(printable(container.unnamedReason())).append(')');
    }
    return heading.toString();
  }

  private static String line(TargetProcess process) {
    String executable = process.executable() == null ? "" : process.executable();
    return String.format(
            Locale.ROOT,
            "  %8d  %-15s  %s",
            process.pid(),
            printable(process.comm()),
            printable(executable))
        .stripTrailing();
  }

  /** Names are foreign: none may move the cursor or colour the terminal. */
  static String printable(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
