package dev.brazier.agent.record;

import java.time.Duration;

/** Hears of a recording's progress, a few times a second, on the thread that runs it. */
@FunctionalInterface
public interface RecordingListener {

  /**
   * Hears where the recording is.
   *
   * @param elapsed since sampling began
   * @param samples received so far
   * @param lost so far
   */
  void progress(Duration elapsed, long samples, long lost);
}
