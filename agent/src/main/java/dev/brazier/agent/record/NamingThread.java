package dev.brazier.agent.record;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Names frames while sampling goes on, so that little is left to do at the end. Has the {@link
 * FrameNamer} to itself until {@link #finish} hands it over.
 */
final class NamingThread implements AutoCloseable {

  private static final ThreadFactory DAEMON =
      task -> {
        Thread thread = new Thread(task, "brazier-names");
        thread.setDaemon(true);
        return thread;
      };

  private final FrameNamer namer;
  private final ExecutorService executor = Executors.newSingleThreadExecutor(DAEMON);

  NamingThread(FrameNamer namer) {
    this.namer = namer;
  }

  /** Names these words some time soon. */
  void prepare(long[] words) {
    if (words.length > 0) {
      executor.execute(() -> namer.prepare(words));
    }
  }

  /** Waits for what was asked for and gives the namer to the caller's thread. */
  FrameNamer finish() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(1, TimeUnit.HOURS)) {
        throw new IllegalStateException("naming of frames does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RecordingException("name frames: interrupted", e);
    }
    return namer;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    namer.close();
  }
}
