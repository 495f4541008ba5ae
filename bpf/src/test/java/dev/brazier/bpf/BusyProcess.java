package dev.brazier.bpf;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A shell that spins until it is closed, at the latest for half a minute. */
final class BusyProcess implements AutoCloseable {
  private static final String SPIN = "while :; do :; done";

  private final Process process;

  private BusyProcess(String script) throws IOException {
    process = new ProcessBuilder("timeout", "30", "sh", "-c", script).start();
  }

  /** Spins itself. */
  static BusyProcess spinning() throws IOException {
    return new BusyProcess(SPIN);
  }

  /** Runs a shell command first, then spins. */
  static BusyProcess after(String command) throws IOException {
    return new BusyProcess(command + "; " + SPIN);
  }

  /** Waits for a line on its input, then forks children that spin for a tenth of a second each. */
  static BusyProcess forkingWhenTold() throws IOException {
    return new BusyProcess("read go; while :; do timeout 0.1 sh -c '" + SPIN + "'; done");
  }

  void tell() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The process that {@code timeout} watches. */
  int tgid() {
    return (int) shell().pid();
  }

  private ProcessHandle shell() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      var child = process.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no child appeared");
  }

  /** Has {@code timeout} end what it watches, also a process that it is just about to start. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
