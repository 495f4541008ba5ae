package dev.brazier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution in a container whose root is read-only and whose {@code /tmp} runs nothing. Java
 * and the libraries are the host's, mounted.
 */
final class InsideContainerIT {

  /** podman's own limits need CAP_SYS_RESOURCE, which not every machine's root has. */
  private static final String LIMITS =
      """
      [containers]
      default_ulimits=["nofile=1024:1024","nproc=1024:1024"]
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void prepareRoot() throws IOException {
    Path root = folder.resolve("root");
    for (String mountPoint :
        List.of("usr", "etc", "opt/brazier", "proc", "sys", "dev", "tmp", "run", "results")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    for (String link : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(link), Path.of("usr", link));
    }
    Files.createDirectory(folder.resolve("results"));
    Files.writeString(folder.resolve("containers.conf"), LIMITS);
  }

  @Test
  void profilesTheHostWithTheContainersOfItsStacks() throws IOException {
    CommandRun run =
        besideABusyHost(
            "--privileged --pid=host", "record -d 2s -o /results/a.svg -o /results/a.txt");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("results/a.svg")).content().endsWith("</svg>\n");
    assertThat(folder.resolve("results/a.txt"))
        .content()
        .contains("host;sh")
        .contains("uptime_proc_show")
        .contains(name() + ";java");
  }

  @Test
  void saysWhatItCannotSeeInAPidNamespaceOfItsOwn() throws IOException {
    CommandRun run = besideABusyHost("--privileged", "record -d 1s -o /results/a.txt");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("in processes that this PID namespace cannot see", "--pid=host")
        .contains("written   /results/a.txt");
    assertThat(folder.resolve("results/a.txt")).content().doesNotContain("uptime_proc_show");
  }

  @Test
  void namesTheSeccompFilterThatRefuses() throws IOException {
    CommandRun run = inContainer("--pid=host", "record -d 1s -o /results/a.svg");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).hasLineCount(1).contains("seccomp").contains("--security-opt seccomp=");
    assertThat(folder.resolve("results")).isEmptyDirectory();
  }

  @Test
  void theDoctorSeesTheFilterBeforeTheMissingCapabilities() {
    CommandRun run = inContainer("--pid=host", "doctor --json");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.out()).contains("\"verdict\": \"blocked\"", "\"seccomp\"");
    assertThat(inContainer("--pid=host", "doctor --fix podman").out())
        .contains("--security-opt=seccomp=brazier-seccomp.json");
  }

  @Test
  void aProcThatShowsOtherProcessesIsRefused() {
    CommandRun run =
        Distribution.run(
            List.of("unshare", "--pid", "--fork"), "record", "-d", "1s", "-o", folder + "/a.svg");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("mount -t proc proc /proc");
    assertThat(folder.resolve("a.svg")).doesNotExist();
  }

  private CommandRun besideABusyHost(String options, String arguments) throws IOException {
    Process busy =
        new ProcessBuilder("sh", "-c", "while :; do read -r line </proc/uptime; done").start();
    try {
      return inContainer(options, arguments);
    } finally {
      busy.destroyForcibly();
    }
  }

  private CommandRun inContainer(String options, String arguments) {
    String script =
        """
        CONTAINERS_CONF=%1$s/containers.conf exec podman --runtime runc run --rm --network=none \
          --name %2$s --read-only --read-only-tmpfs=false --tmpfs /tmp:rw,noexec,size=16m \
          -v /usr:/usr:ro -v /etc:/etc:ro -v %3$s:/opt/brazier:ro -v %1$s/results:/results \
          %4$s --rootfs %1$s/root /opt/brazier/bin/brazier %5$s
        """
            .formatted(folder, name(), Distribution.folder(), options, arguments);
    return Distribution.shell(script);
  }

  private static String name() {
    return "brazier-inside-" + ProcessHandle.current().pid();
  }
}
