package dev.brazier.agent.permission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A service of the test's own. It ends with the test, be that by a signal. */
final class Daemon implements AutoCloseable {

  private static final int ATTEMPTS = 1200;

  private final Process process;
  private final Thread last;

  /**
   * Starts it and waits until it answers, five minutes at most.
   *
   * @param log for all it says
   * @param answers whether it does
   */
  Daemon(List<String> command, Path log, BooleanSupplier answers)
      throws IOException, InterruptedException {
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    last = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(last);
    try {
      awaitAnswer(log, answers);
    } catch (AssertionError | IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void awaitAnswer(Path log, BooleanSupplier answers)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
      if (answers.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    throw new AssertionError("start " + log + ": " + Files.readString(log));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(last);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
