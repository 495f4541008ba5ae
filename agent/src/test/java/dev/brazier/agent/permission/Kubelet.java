package dev.brazier.agent.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.CommandRun;
import dev.brazier.agent.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs pods in a real container runtime. Debian has no kubelet: what one makes of a pod is done by
 * {@code src/test/kubernetes/pod.py}.
 */
final class Kubelet implements AutoCloseable {

  /** Where a kubelet has its files unless {@code --root-dir} says otherwise, as it does here. */
  private static final String USUAL_ROOT = "/var/lib/kubelet";

  private static final Path SCRIPTS = Path.of("src/test/kubernetes").toAbsolutePath();

  private final Path folder;
  private final Containerd containerd;
  private final Thread last = new Thread(this::end);
  private final String cgroup = "brazier-test-" + ProcessHandle.current().pid();

  /**
   * Starts the runtime, with an image for what holds a pod's namespaces.
   *
   * @param folder for all its files
   */
  Kubelet(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.createDirectories(root());
    succeed("protoc --python_out=%s -I %s cri.proto".formatted(folder, SCRIPTS));
    succeed("mkdir -p pause/bin && cp /bin/busybox pause/bin && tar -C pause -cf pause.tar .");
    containerd = new Containerd(folder);
    Runtime.getRuntime().addShutdownHook(last);
    load("pause", List.of("/bin/busybox", "sleep", "infinity"), List.of("pause.tar"));
  }

  /** Makes an image of tar files in the folder and the runtime know it, as NAME:1 of localhost. */
  void load(String name, List<String> entryPoint, List<String> layers)
      throws IOException, InterruptedException {
    containerd.load(ImageArchive.write(folder, name, entryPoint, layers));
  }

  /**
   * Runs a pod to its end.
   *
   * @param pod its YAML
   * @param patch what {@code kubectl patch} is given for it
   */
  CommandRun run(String pod, String patch) throws IOException {
    Files.writeString(folder.resolve("pod.yaml"), pod);
    Files.writeString(folder.resolve("patch.yaml"), patch);
    succeed(
        "HOME=. kubectl patch --local --type=strategic -f pod.yaml -p \"$(cat patch.yaml)\" -o json"
            + " >pod.json");
    CommandRun run =
        shell(
            "PYTHONPATH=. PYTHONDONTWRITEBYTECODE=1 exec /usr/bin/python3 %s/pod.py %s %s /%s"
                    .formatted(SCRIPTS, containerd.socket(), root(), cgroup)
                + " pod.json");
    // What a person would be told to do in the usual folder is done in this one.
    return new CommandRun(
        run.exitCode(), run.out().replace(USUAL_ROOT, root().toString()), run.err());
  }

  private Path root() {
    return folder.resolve("kubelet");
  }

  private void succeed(String script) {
    CommandRun run = shell(script);
    assertThat(run.exitCode()).as(script + ": " + run.err()).isZero();
  }

  private CommandRun shell(String script) {
    return Distribution.shell("cd %s && %s".formatted(folder, script));
  }

  /** Ends the runtime and removes the control groups, as kubelets do and runtimes do not. */
  private void end() {
    containerd.close();
    Distribution.shell(
        """
        for tree in /sys/fs/cgroup/%1$s /sys/fs/cgroup/*/%1$s; do
          [ -d $tree ] || continue
          find $tree -name cgroup.procs -exec cat {} + | xargs -r sh -c 'kill -KILL $*; sleep 1' sh
          find $tree -depth -type d -exec rmdir {} +
        done
        """
            .formatted(cgroup));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(last);
    end();
  }
}
