package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.brazier.container.process.CgroupLine;
import dev.brazier.container.process.FixtureProc;
import dev.brazier.container.process.MountEntry;
import dev.brazier.container.process.ProcFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cgroup names are chosen by whoever may make a directory; state files may be torn. */
final class RuntimeFuzzTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final List<String> PIECES =
      List.of(
          "docker",
          "-",
          ":",
          "/",
          "/../",
          ".scope",
          ".slice",
          ".service",
          ID,
          ID.substring(7),
          "libpod-",
          "cri-containerd-",
          "kubepods",
          "pod",
          "0f1e2d3c-1111-2222-3333-444455556666",
          "lxc.payload.",
          "lxc/",
          "machine-",
          "\\x2d",
          "\\x",
          "systemd-nspawn@",
          "garden/",
          "ecs/",
          "buildkit/",
          "lxc-12-",
          "conmon",
          "\u0000",
          "é");

  @Test
  void anyPathIsParsed() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder path = new StringBuilder();
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        path.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      ContainerIdentity identity =
          ContainerIdentity.parse(List.of(new CgroupLine(0, List.of(), path.toString())));
      assertThat(identity.chain()).as("%s", path).noneMatch(id -> id.id().isEmpty());
    }
  }

  @Test
  void longPathsTakeBoundedTime() {
    String path = ("/" + "pod-".repeat(60) + "x").repeat(1_000) + "/docker-".repeat(10_000);

    assertThatCode(() -> ContainerIdentity.parse(List.of(new CgroupLine(0, List.of(), path))))
        .doesNotThrowAnyException();
  }

  @Test
  void mutatedStateIsAReasonAtMost(@TempDir Path folder) throws Exception {
    String state =
        "{\"Name\":\"/web\",\"Config\":{\"Image\":\"x\",\"Labels\":{\"io.kubernetes.pod.name\":\"p\"}},"
            + "\"annotations\":{\"nerdctl/name\":\"n\"},\"cgroup_paths\":{\"\":\"/sys/fs/cgroup/a\"}}";
    List<String> files =
        List.of(
            "var/lib/docker/containers/" + ID + "/config.v2.json",
            "run/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
            "var/lib/containers/storage/overlay-containers/containers.json",
            "run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID + "/config.json",
            "run/runc/x/state.json");
    for (String file : files) {
      Files.createDirectories(folder.resolve(file).getParent());
    }
    RuntimeNames names = new RuntimeNames(new FixtureProc(folder).root(), folder);
    Random random = new Random(11);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(8); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:/0\\u\n".charAt(random.nextInt(12));
      }
      for (String file : files) {
        Files.write(folder.resolve(file), bytes);
      }
      ContainerId id = new ContainerId(ID, ContainerRuntime.UNKNOWN, null, "/a");
      assertThatCode(() -> names.describe(id, new Problems())).doesNotThrowAnyException();
    }
  }

  @Test
  void deepJsonIsRefused() {
    Problems problems = new Problems();

    assertThat(HostFiles.parse("[".repeat(1_000_000), "x", problems)).isEmpty();
    assertThat(problems.text()).contains("not JSON");
  }

  @Test
  void mountsOfAContainerTellItsIdentity() throws ProcFormatException {
    assertThat(own("/var/lib/docker/containers/" + ID + "/hostname", "/etc/hostname"))
        .isEqualTo(new ContainerId(ID, ContainerRuntime.DOCKER, null, "/"));
    assertThat(own("/c/overlay-containers/" + ID + "/userdata/hosts", "/etc/hosts"))
        .isEqualTo(new ContainerId(ID, ContainerRuntime.PODMAN, null, "/"));
    assertThat(OwnContainerView.identify(MountEntry.parse("9 1 0:5 / / rw - overlay o rw\n")))
        .isEmpty();
    assertThat(
            OwnContainerView.identify(
                MountEntry.parse(
                    "9 1 8:1 /var/lib/kubelet/pods/0f1e2d3c-1111-2222-3333-444455556666/etc-hosts /etc/hosts rw - ext4 x rw\n"
                        + "8 1 8:1 /run/io.containerd.grpc.v1.cri/sandboxes/"
                        + ID
                        + "/hostname /etc/hostname rw - ext4 x rw\n")))
        .contains(
            new ContainerId(
                ID, ContainerRuntime.CONTAINERD, "0f1e2d3c-1111-2222-3333-444455556666", "/"));
  }

  private static ContainerId own(String root, String point) throws ProcFormatException {
    return OwnContainerView.identify(
            MountEntry.parse("9 1 8:1 " + root + " " + point + " rw - ext4 /dev/sda rw\n"))
        .orElseThrow();
  }
}
