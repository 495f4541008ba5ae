package dev.brazier.agent.cli;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The line that moves while a recording runs: elapsed time, samples, losses. Silent when nobody
 * watches.
 *
 * <p>Drawn only when told to ({@link #show}): the library's own timer sleeps, so that a recording
 * has no thread of its own on the CPU that it measures.
 */
final class RecordingProgress implements AutoCloseable {

  private static final int NEVER_BY_ITSELF_MILLIS = Integer.MAX_VALUE;

  private final @Nullable ProgressBar bar;

  /**
   * @param console where to draw
   * @param duration the end, when it is known
   */
  RecordingProgress(Console console, Optional<Duration> duration) {
    bar = console.isTerminal() ? bar(console, duration) : null;
  }

  /**
   * Draws the state.
   *
   * @param elapsed since sampling began
   * @param samples received so far
   * @param lost so far
   */
  void show(Duration elapsed, long samples, long lost) {
    if (bar == null) {
      return;
    }
    String losses = lost == 0 ? "" : ", " + lost + " lost";
    bar.setExtraMessage(samples + " samples" + losses);
    bar.stepTo(elapsed.toMillis());
    bar.refresh();
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private static ProgressBar bar(Console console, Optional<Duration> duration) {
    return new ProgressBarBuilder()
        .setTaskName("sampling")
        .setInitialMax(duration.map(Duration::toMillis).orElse(-1L))
        .setUnit("s", 1000)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(NEVER_BY_ITSELF_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(console.err(), console.columns() - 1))
        .clearDisplayOnFinish()
        .hideEta()
        .build();
  }
}
