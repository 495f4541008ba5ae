package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which of the samples are kept, by the name of who was sampled. */
final class CommOption {

  @Option(
      names = "--comm",
      paramLabel = "GLOB",
      description =
          "of all these, keep only processes and threads whose name matches, such as 'nginx*'; may"
              + " be repeated (quote it against the shell)")
  private List<String> globs = new ArrayList<>();

  /**
   * {@code config} with this choice.
   *
   * @throws CommandFailure when a glob is empty
   */
  RecordingConfig applyTo(RecordingConfig config) {
    TargetOptions.refuseEmpty("--comm", globs);
    return config.withCommGlobs(globs);
  }
}
