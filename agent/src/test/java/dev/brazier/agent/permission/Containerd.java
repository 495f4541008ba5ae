package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A containerd of the test's own, with the part that Kubernetes talks to, beside one that may run
 * here. What it stores and mounts is in a mount namespace of its own and ends with it.
 */
final class Containerd implements AutoCloseable {

  /** Kubernetes' namespace of containers in containerd. */
  private static final String NAMESPACE = "k8s.io";

  private static final String CRI = "plugins.\"io.containerd.grpc.v1.cri\"";

  /** The score of who is killed first may only be raised by most, and is left. */
  private static final String CONFIGURATION =
      """
      version = 2
      root = "%1$s/data"
      state = "%1$s/state"
      [grpc]
      address = "%1$s/containerd.sock"
      [plugins."io.containerd.internal.v1.opt"]
      path = "%1$s/opt"
      [%2$s]
      sandbox_image = "localhost/pause:1"
      restrict_oom_score_adj = true
      [%2$s.cni]
      conf_dir = "%1$s/cni"
      bin_dir = "%1$s/cni"
      [%2$s.containerd]
      snapshotter = "overlayfs"
      [%2$s.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [%2$s.containerd.runtimes.runc.options]
      Root = "%1$s/runc"
      """;

  /** Layers on tmpfs, as not every file system can be the upper one of overlayfs. */
  private static final String START =
      "mkdir -p %1$s/data && mount -t tmpfs none %1$s/data && exec containerd --config=%2$s";

  private final Path folder;
  private final Daemon daemon;

  /**
   * Starts it and waits until it answers, half a minute at most.
   *
   * @param folder for all its files
   */
  Containerd(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Path configuration = folder.resolve("config.toml");
    Files.writeString(configuration, CONFIGURATION.formatted(folder, CRI));
    this.daemon =
        new Daemon(
            List.of("unshare", "--mount", "sh", "-c", START.formatted(folder, configuration)),
            folder.resolve("containerd.log"),
            () -> Files.exists(socket()) && control("version").exitCode() == 0);
  }

  /** Where it answers. */
  Path socket() {
    return folder.resolve("containerd.sock");
  }

  /** Makes the image of an archive known to it. */
  void load(Path archive) {
    CommandRun run = control("images import " + archive);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private CommandRun control(String command) {
    return Distribution.shell(
        "exec ctr --address=%s --namespace=%s %s".formatted(socket(), NAMESPACE, command));
  }

  /**
   * Ends what still runs in it, which is nothing unless a test was broken off, and then itself and
   * the supervisors that it left in its namespace.
   */
  @Override
  public void close() {
    List<String> running = control("tasks ls --quiet").out().lines().toList();
    running.forEach(task -> control("tasks delete --force " + task));
    Optional<Path> mounts = mountsOf(daemon.handle());
    daemon.close();
    if (mounts.isPresent() && !mounts.equals(mountsOf(ProcessHandle.current()))) {
      ProcessHandle.allProcesses()
          .filter(process -> mounts.equals(mountsOf(process)))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Its mount namespace; empty where it has ended. */
  private static Optional<Path> mountsOf(ProcessHandle process) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/mnt")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
