package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code brazier doctor --fix} printed.
 *
 * @param text as it stands
 */
record Printed(String text) {

  static final Printed NOTHING = new Printed("");

  /** The lines to be used, without the comments. */
  List<String> lines() {
    return text.lines().filter(line -> !line.strip().startsWith("#")).toList();
  }

  /** Comments are the commands that make the seccomp profile which the lines name. */
  void makeProfile(Path folder) {
    text.lines()
        .map(line -> line.replaceFirst("^ *# ", ""))
        .filter(line -> line.matches("(mkdir -p|brazier seccomp generate) .*"))
        .map(command -> Distribution.shell("cd " + folder + " && " + command))
        .filter(run -> run.exitCode() != 0)
        .map(CommandRun::err)
        .forEach(
            err -> {
              throw new AssertionError(err);
            });
  }

  /** The same after what the comment says about Dockers that do not know CAP_BPF. */
  Printed forOldDocker() {
    return new Printed(
        text.lines()
            .filter(line -> !line.matches("(--cap-add=|  - )(BPF|PERFMON)"))
            .map(line -> line.endsWith("SYS_ADMIN") ? line.substring("# ".length()) : line)
            .collect(Collectors.joining("\n")));
  }

  boolean names(String part) {
    return lines().stream().anyMatch(line -> line.contains(part));
  }

  /** The same without one line. */
  Printed without(String line) {
    return new Printed(String.join("\n", text.lines().filter(one -> !one.equals(line)).toList()));
  }
}
