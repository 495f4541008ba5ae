package dev.brazier.agent.permission;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Docker of the test's own, beside one that may run here; it has no network. */
final class DockerDaemon implements AutoCloseable {

  private final Path folder;
  private final Daemon daemon;

  /**
   * Starts it and waits until it answers, half a minute at most.
   *
   * @param folder for all its files, and the working folder of the commands
   */
  DockerDaemon(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.daemon =
        new Daemon(
            List.of(
                "dockerd",
                "--bridge=none",
                "--iptables=false",
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--host=" + socket()),
            folder.resolve("dockerd.log"),
            () -> run("docker", List.of("version")).exitCode() == 0);
  }

  /** Runs a Docker command line in a shell. */
  CommandRun run(String program, List<String> arguments) {
    return Distribution.shell(
        "cd %s && DOCKER_HOST=%s exec %s %s"
            .formatted(folder, socket(), program, String.join(" ", arguments)));
  }

  private String socket() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** Ends the daemon and with it its containers. */
  @Override
  public void close() {
    daemon.close();
  }
}
