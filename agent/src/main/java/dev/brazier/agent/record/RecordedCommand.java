package dev.brazier.agent.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command that is started for the recording. It is held before its first instruction, so that
 * nothing of it is missed, and runs once {@link #release()} is called.
 *
 * <p>The hold is a shell that stops itself and then becomes the command: {@code exec} keeps its
 * pid.
 */
final class RecordedCommand implements AutoCloseable {

  private static final String HOLD = "kill -STOP $$; exec \"$0\" \"$@\"";
  private static final Duration HOLD_DEADLINE = Duration.ofSeconds(10);

  private final Process process;
  private boolean released;

  private RecordedCommand(Process process) {
    this.process = process;
  }

  /**
   * Starts {@code command} and returns when it stands still.
   *
   * @throws RecordingException when there is no such program or it cannot be started
   */
  static RecordedCommand hold(List<String> command) {
    String program = command.get(0);
    if (find(program).isEmpty()) {
      throw new RecordingException(
          "start command '%s': no such executable file; check the spelling or give its full path"
              .formatted(program));
    }
    List<String> held = new ArrayList<>(List.of("/bin/sh", "-c", HOLD));
    held.addAll(command);
    try {
      RecordedCommand started = new RecordedCommand(new ProcessBuilder(held).inheritIO().start());
      started.awaitHold();
      return started;
    } catch (IOException e) {
      throw new RecordingException("start command '%s': %s".formatted(program, e.getMessage()), e);
    }
  }

  int pid() {
    return (int) process.pid();
  }

  /** Lets the command run. */
  void release() {
    released = true;
    signal("CONT");
  }

  boolean ended() {
    return !process.isAlive();
  }

  /** The command's exit status; empty while it runs. */
  Optional<Integer> exitStatus() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Ends a command that was never released; one that runs is left alone. */
  @Override
  public void close() {
    if (!released) {
      process.destroyForcibly();
    }
  }

  private void awaitHold() {
    long deadline = System.nanoTime() + HOLD_DEADLINE.toNanos();
    while (!stopped()) {
      if (ended() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new RecordingException(
            "start command: the shell that holds it back did not stop; is /bin/sh a POSIX shell?");
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new RecordingException("start command: interrupted", e);
      }
    }
  }

  /** The state letter follows the name's closing parenthesis in {@code /proc/PID/stat}. */
  private boolean stopped() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.startsWith(") T", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  private void signal(String name) {
    try {
      String pid = Long.toString(process.pid());
      new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    } catch (IOException e) {
      throw new RecordingException("signal the command: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RecordingException("signal the command: interrupted", e);
    }
  }

  private static Optional<Path> find(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(RecordedCommand::runnable);
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
      if (runnable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean runnable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
