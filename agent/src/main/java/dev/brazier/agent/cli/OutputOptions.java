package dev.brazier.agent.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a recording goes. */
final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      converter = OutputTargetConverter.class,
      description =
          "where to write; may be repeated. The ending names the format: .svg (flame graph),"
              + " .collapsed, .folded or .txt (collapsed stacks); - is collapsed stacks on standard"
              + " output. Default: brazier-DATE-TIME.svg in the current folder")
  private List<OutputTarget> targets = new ArrayList<>();

  /**
   * The targets in the order given.
   *
   * @param now names the default file
   * @throws CommandFailure when two targets are the same
   */
  List<OutputTarget> targets(LocalDateTime now) {
    if (targets.isEmpty()) {
      return List.of(OutputTarget.datedSvg(now));
    }
    Set<Optional<Path>> places = new HashSet<>();
    for (OutputTarget target : targets) {
      if (!places.add(target.file().map(file -> file.toAbsolutePath().normalize()))) {
        throw CommandFailure.usage("-o names " + target + " twice; give each output its own name");
      }
    }
    return List.copyOf(targets);
  }
}
