package dev.brazier.agent.record;

import dev.brazier.container.process.ProcRoot;
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
public final class RecordedCommand implements AutoCloseable {

  private static final String HOLD = "kill -STOP $$; exec \"$0\" \"$@\"";
  private static final String ON_STANDARD_ERROR = " >&2";
  private static final String ENDING = "start command: this program is about to end";
  private static final Duration HOLD_DEADLINE = Duration.ofSeconds(10);

  private final Process process;
  private final Thread shutdown = new Thread(this::endUnreleased, "end-held-command");
  private volatile boolean released;

  private RecordedCommand(Process process) {
    this.process = process;
  }

  /**
   * Starts a command and returns when it stands still.
   *
   * @param command the program and its arguments
   * @param outputOnStandardError keeps our standard output free of the command's
   * @throws RecordingException when there is no such program or it cannot be started
   */
  public static RecordedCommand hold(List<String> command, boolean outputOnStandardError) {
    String program = command.get(0);
    whyNotStartable(program)
        .ifPresent(
            reason -> {
              throw new RecordingException("start command '%s': %s".formatted(program, reason));
            });
    String redirection = outputOnStandardError ? ON_STANDARD_ERROR : "";
    List<String> held = new ArrayList<>(List.of("/bin/sh", "-c", HOLD + redirection));
    held.addAll(command);
    try {
      RecordedCommand started = new Start().of(new ProcessBuilder(held).inheritIO());
      started.awaitHold();
      return started;
    } catch (IOException e) {
      throw new RecordingException("start command '%s': %s".formatted(program, e.getMessage()), e);
    }
  }

  /** The process that is held, and will be the command. */
  public int pid() {
    return (int) process.pid();
  }

  /** Lets the command run. */
  public void release() {
    signal("CONT");
    released = true;
    forgetShutdown(shutdown);
  }

  public boolean ended() {
    return !process.isAlive();
  }

  /** Calls {@code action} as soon as the command has ended, on another thread. */
  public void onEnd(Runnable action) {
    var unused = process.onExit().thenRun(action);
  }

  /** The command's exit status; empty while it runs. */
  public Optional<Integer> exitStatus() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Ends a command that was never released; one that runs is left alone. */
  @Override
  public void close() {
    endUnreleased();
    forgetShutdown(shutdown);
  }

  /** Nobody else would ever let it go on. */
  private void endUnreleased() {
    if (!released) {
      process.destroyForcibly();
    }
  }

  /** While a process is being started, this program does not end before it is known whom to end. */
  private static final class Start {
    private final Thread shutdown = new Thread(this::refuse, "await-held-command");
    private boolean refused;

    RecordedCommand of(ProcessBuilder builder) throws IOException {
      endWithUs(shutdown);
      try {
        return start(builder);
      } finally {
        forgetShutdown(shutdown);
      }
    }

    private synchronized RecordedCommand start(ProcessBuilder builder) throws IOException {
      if (refused) {
        throw new RecordingException(ENDING);
      }
      RecordedCommand started = new RecordedCommand(builder.start());
      try {
        endWithUs(started.shutdown);
      } catch (RecordingException e) {
        started.endUnreleased();
        throw e;
      }
      return started;
    }

    private synchronized void refuse() {
      refused = true;
    }
  }

  private static void endWithUs(Thread shutdown) {
    try {
      Runtime.getRuntime().addShutdownHook(shutdown);
    } catch (IllegalStateException e) {
      throw new RecordingException(ENDING, e);
    }
  }

  private static void forgetShutdown(Thread shutdown) {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdown);
    } catch (IllegalStateException e) {
      // The shutdown has begun.
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

  private boolean stopped() {
    return ProcRoot.host().stat(pid()).found().filter(stat -> stat.state() == 'T').isPresent();
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

  /** Empty when {@code program} can be started. */
  private static Optional<String> whyNotStartable(String program) {
    if (!program.contains("/")) {
      return isInPath(program)
          ? Optional.empty()
          : Optional.of("no such program in PATH; check the spelling or give its full path");
    }
    Path file = Path.of(program);
    if (Files.isDirectory(file)) {
      return Optional.of("it is a folder; name a program in it");
    }
    if (!Files.exists(file)) {
      return Optional.of("no such file; check the spelling");
    }
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of("it is not executable; put its interpreter before it, or 'chmod +x' it");
  }

  private static boolean isInPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return true;
      }
    }
    return false;
  }
}
