package dev.brazier.agent.cli;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.record.Recording;
import dev.brazier.agent.record.RecordingConfig;
import dev.brazier.agent.write.FactLines;
import dev.brazier.agent.write.ProfileWriters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One recording as a person at a terminal lives through it: progress, files, closing summary. */
final class RecordingSession {

  private final Console console;
  private final RecordingConfig config;
  private final List<OutputFile> outputs;
  private final OutputOptions options;
  private final boolean threadRows;
  private final List<Path> written = new ArrayList<>();

  /**
   * A session.
   *
   * @param threadRows whether pictures and collapsed stacks keep threads apart, which the recording
   *     may do for other outputs
   */
  RecordingSession(
      Console console,
      RecordingConfig config,
      List<OutputFile> outputs,
      OutputOptions options,
      boolean threadRows) {
    this.console = console;
    this.config = config;
    this.outputs = outputs;
    this.options = options;
    this.threadRows = threadRows;
  }

  /** Records, writes every output and says what there is to know; returns the exit code. */
  int run() {
    try (Recording recording = Recording.start(config);
        EarlyEnd earlyEnd = new EarlyEnd(recording::stop)) {
      earlyEnd.listen();
      warmUpPictures();
      Profile profile = record(recording);
      if (profile.samples() == 0) {
        console.err().println("no sample was taken: " + whyEmpty(profile));
      }
      List<String> failures = write(new ProfileOutput(profile, threadRows, options.markdownRows()));
      FactLines.summary(profile).forEach(console.err()::println);
      written.forEach(file -> console.err().println("written   " + file));
      options.print(profile, console.writer());
      if (!failures.isEmpty()) {
        throw CommandFailure.failed(String.join("; ", failures), null);
      }
      return recording.commandStatus().orElse(ExitCode.DONE);
    }
  }

  /** Writes every output that can be written; says why the others could not. */
  private List<String> write(ProfileOutput profile) {
    List<String> failures = new ArrayList<>();
    for (OutputFile output : outputs) {
      try {
        output.write(out -> profile.write(output.target().format(), out));
        output.target().file().ifPresent(written::add);
      } catch (CommandFailure e) {
        failures.add(e.getMessage());
      }
    }
    return failures;
  }

  private Profile record(Recording recording) {
    try (RecordingProgress progress = new RecordingProgress(console, config.duration())) {
      return recording.run(progress::show);
    }
  }

  private static String whyEmpty(Profile profile) {
    SampleBalance samples = profile.facts().samples();
    if (samples.outsideTargets() > 0) {
      return String.format(
          Locale.ROOT,
          "%,d ticks met other processes; the targets were not on a CPU",
          samples.outsideTargets());
    }
    if (samples.idle() > 0) {
      return "every CPU was idle; '--idle' shows that too";
    }
    return "it was over before the first tick; give it more time or a higher -F";
  }

  /** Nothing else is to do until the first samples come; later it would delay the picture. */
  private static void warmUpPictures() {
    Thread thread = new Thread(ProfileWriters::warmUp, "brazier-warm-up");
    thread.setDaemon(true);
    thread.start();
  }
}
