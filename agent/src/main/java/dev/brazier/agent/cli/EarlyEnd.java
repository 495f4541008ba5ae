package dev.brazier.agent.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C, {@code SIGTERM} or a closed terminal end a recording early and still have it
 * written: the JVM's shutdown is held up until the command has finished, then takes the command's
 * own exit code.
 */
final class EarlyEnd implements AutoCloseable {

  /** Longest time to write outputs after the signal, in seconds. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Runnable stop;
  private final Thread hook = new Thread(this::end, "early-end");
  private volatile int exitCode = ExitCode.FAILED;

  /**
   * @param stop asks the recording to end soon; called from another thread, at most once
   */
  EarlyEnd(Runnable stop) {
    this.stop = stop;
  }

  /** Begins to listen. */
  EarlyEnd listen() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  /** Says what the process is to exit with once this is closed. */
  int exitWith(int code) {
    exitCode = code;
    return code;
  }

  /** Everything is written, or has failed: the process may go. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown has begun: the hook itself ends the process.
    }
  }

  private void end() {
    stop.run();
    try {
      if (finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
