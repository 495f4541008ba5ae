package dev.brazier.agent.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C, {@code SIGTERM} or a closed terminal end a recording early and still have it
 * written: the JVM's shutdown is held up until {@link Main} has the command's exit code, and all
 * that there was to say is said; then the process takes that code.
 */
final class EarlyEnd implements AutoCloseable {

  /** Longest time to write outputs after the signal, in seconds. */
  private static final long PATIENCE_SECONDS = 60;

  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static volatile int exitCode = ExitCode.FAILED;

  private final Runnable stop;
  private final Thread hook = new Thread(this::end, "early-end");

  /**
   * @param stop asks the recording to end soon; called from another thread, at most once
   */
  EarlyEnd(Runnable stop) {
    this.stop = stop;
  }

  /** Begins to listen. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The command is over, and the process may go: the last word of {@link Main}. */
  static void exit(int code) {
    exitCode = code;
    ENDED.countDown();
    System.exit(code);
  }

  /** Stops listening; a signal that has come meanwhile ends the process at {@link #exit}. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown has begun: the hook itself ends the process.
    }
  }

  private void end() {
    stop.run();
    try {
      if (ENDED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
