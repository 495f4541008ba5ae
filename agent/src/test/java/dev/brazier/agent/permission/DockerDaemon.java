package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker of the test's own, beside one that may run here; it has no network. */
final class DockerDaemon implements AutoCloseable {

  private static final int ATTEMPTS = 120;

  private final Path folder;
  private final Process daemon;
  private final Thread last;

  /**
   * Starts it and waits until it answers, half a minute at most.
   *
   * @param folder for all its files, and the working folder of the commands
   */
  DockerDaemon(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.daemon =
        new ProcessBuilder(
                "dockerd",
                "--bridge=none",
                "--iptables=false",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=" + socket())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    this.last = new Thread(daemon::destroy);
    Runtime.getRuntime().addShutdownHook(last);
    try {
      awaitAnswer();
    } catch (AssertionError | IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Runs a Docker command line in a shell. */
  CommandRun run(String program, List<String> arguments) {
    return Distribution.shell(
        "cd %s && DOCKER_HOST=%s exec %s %s"
            .formatted(folder, socket(), program, String.join(" ", arguments)));
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS && daemon.isAlive(); attempt++) {
      if (run("docker", List.of("version")).exitCode() == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    throw new AssertionError("start dockerd: " + Files.readString(log()));
  }

  private String socket() {
    return "unix://" + folder.resolve("docker.sock");
  }

  private Path log() {
    return folder.resolve("dockerd.log");
  }

  /** Ends the daemon and with it its containers. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(last);
    daemon.destroy();
    try {
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
