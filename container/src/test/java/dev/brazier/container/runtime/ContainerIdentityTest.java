package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.CgroupLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerIdentityTest {
  private static final String A = "a".repeat(64);
  private static final String B = "0123456789abcdef".repeat(4);
  private static final String POD = "0f1e2d3c-1111-2222-3333-444455556666";
  private static final String POD_SLICE =
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f1e2d3c_1111_2222_3333_444455556666.slice";

  /** ID stands for 64 digits; the samples are from running hosts and from runtimes' sources. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          DOCKER,      /docker/ID
          DOCKER,      /system.slice/docker-ID.scope
          DOCKER,      /user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope
          DOCKER,      /actions_job/ID
          DOCKER,      /ecs/0a1b2c3d4e5f60718293a4b5c6d7e8f9/ID
          DOCKER,      /docker/ID/system.slice/nginx.service
          PODMAN,      /libpod_parent/libpod-ID
          PODMAN,      /machine.slice/libpod-ID.scope
          PODMAN,      /machine.slice/libpod-ID.scope/container
          PODMAN,      /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope/container
          PODMAN,      /machine.slice/machine-libpod_pod_IE.slice/libpod-ID.scope
          PODMAN,      /../libpod-ID
          CONTAINERD,  /default/ID
          CONTAINERD,  /system.slice/nerdctl-ID.scope
          CONTAINERD,  /k8s.io/ID
          CRI_O,       /machine.slice/crio-ID.scope
          UNKNOWN,     /custom/slice/ID
          UNKNOWN,     /mine.slice/mine-ID.scope
          """)
  void recognisesRuntimes(ContainerRuntime runtime, String path) {
    ContainerIdentity identity = unified(path.replace("ID", A).replace("IE", B));

    assertThat(identity.innermost()).get().extracting(ContainerId::id).isEqualTo(A);
    assertThat(identity.innermost()).get().extracting(ContainerId::runtime).isEqualTo(runtime);
    assertThat(identity.innermost())
        .get()
        .extracting(ContainerId::shortId)
        .isEqualTo("a".repeat(12));
    assertThat(identity.outer()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kubepods/burstable/podPOD/ID",
        "/kubepods/podPOD/ID",
        "/kubepods/besteffort/podPOD/crio-ID",
        "SLICE/cri-containerd-ID.scope",
        "SLICE/crio-ID.scope",
        "SLICE/docker-ID.scope",
        "SLICE/crio-ID.scope/container",
        "/system.slice/containerd.service/kubepods-burstable-podUNDER.slice:cri-containerd:ID",
        "/../../podPOD/ID"
      })
  void findsThePod(String path) {
    String full =
        path.replace("SLICE", POD_SLICE)
            .replace("POD", POD)
            .replace("UNDER", POD.replace('-', '_'))
            .replace("ID", A);

    assertThat(unified(full).innermost()).get().extracting(ContainerId::podUid).isEqualTo(POD);
    assertThat(unified(full).innermost()).get().extracting(ContainerId::id).isEqualTo(A);
  }

  @Test
  void staticPodsHaveAHashForAnUid() {
    String hash = "0123456789abcdef0123456789abcdef";

    assertThat(unified("/kubepods/burstable/pod" + hash + "/" + A).innermost())
        .get()
        .extracting(ContainerId::podUid)
        .isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/init.scope",
        "/system.slice/nginx.service",
        "/user.slice/user-1000.slice/session-3.scope",
        "/kubepods.slice/kubepods-besteffort.slice",
        "/libpod_parent/conmon",
        "/machine.slice/libpod-conmon-ID.scope",
        "SLICE/crio-conmon-ID.scope",
        "/lxc.monitor.web",
        "/lxc.monitor/web",
        "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope",
        "/process_api/df7735b5297ffe15cafadb5b73b1464d",
        "/docker",
        "/../..",
        ""
      })
  void hostProcessesAreInNoContainer(String path) {
    assertThat(unified(path.replace("SLICE", POD_SLICE).replace("ID", A)).chain()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          LXC,       web,        /lxc.payload.web
          LXC,       web,        /lxc.payload.web/system.slice/sshd.service
          LXC,       web,        /lxc/web
          LXC,       user_web,   /lxc.payload/user_web
          NSPAWN,    deb-12,     /machine.slice/machine-deb\\x2d12.scope
          NSPAWN,    deb,        /machine.slice/systemd-nspawn@deb.service/payload
          LXC,       vm1,        /machine.slice/machine-lxc\\x2d3145\\x2dvm1.scope
          GARDEN,    0b6e7a10-5e0c-4bfe-6d0d-3b5c, /system.slice/garden.service/garden/0b6e7a10-5e0c-4bfe-6d0d-3b5c
          BUILDKIT,  1n6k0vzqzv7a2dqg2a1kq8zxy, /docker/buildkit/1n6k0vzqzv7a2dqg2a1kq8zxy
          CONTAINERD, 0a1b2c3d4e5f60718293a4b5c6d7e8f9-3937794389, /ecs/0a1b2c3d4e5f60718293a4b5c6d7e8f9/0a1b2c3d4e5f60718293a4b5c6d7e8f9-3937794389
          """)
  void someContainersAreKnownByName(ContainerRuntime runtime, String name, String path) {
    assertThat(unified(path).innermost())
        .get()
        .satisfies(
            id -> {
              assertThat(id.runtime()).isEqualTo(runtime);
              assertThat(id.id()).isEqualTo(name);
              assertThat(id.shortId()).isEqualTo(name);
            });
  }

  @Test
  void innermostContainerWinsAndTheChainIsKept() {
    ContainerIdentity kind =
        unified(
            "/docker/"
                + A
                + "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod"
                + POD.replace('-', '_')
                + ".slice/cri-containerd-"
                + B
                + ".scope");

    assertThat(kind.innermost()).get().extracting(ContainerId::id).isEqualTo(B);
    assertThat(kind.innermost()).get().extracting(ContainerId::podUid).isEqualTo(POD);
    assertThat(kind.outer()).extracting(ContainerId::id).containsExactly(A);
    assertThat(kind.outer()).extracting(ContainerId::podUid).containsOnlyNulls();
    assertThat(unified("/docker/" + A + "/docker/" + B).chain()).hasSize(2);
  }

  @Test
  void hybridHostShowsTheContainerInEveryHierarchy() throws Exception {
    ContainerIdentity identity =
        parse(
            """
            9:name=systemd:/libpod_parent/libpod-ID
            4:memory:/libpod_parent/libpod-ID
            0::/libpod_parent/libpod-ID
            """);

    assertThat(identity.chain()).hasSize(1);
    assertThat(identity.unifiedCgroup()).isEqualTo("/libpod_parent/libpod-" + A);
  }

  @Test
  void versionTwoMayTellNothing() throws Exception {
    ContainerIdentity identity = parse("9:name=systemd:/libpod_parent/libpod-ID\n8:pids:/\n0::/\n");

    assertThat(identity.innermost()).get().extracting(ContainerId::id).isEqualTo(A);
    assertThat(identity.unifiedCgroup()).isNull();
  }

  @Test
  void versionOneMayTellNothing() throws Exception {
    ContainerIdentity identity = parse("8:pids:/\n1:cpu:/\n0::/kubepods/podPOD/ID\n");

    assertThat(identity.unifiedCgroup()).isEqualTo("/kubepods/pod" + POD + "/" + A);
  }

  @Test
  void directoryOfAnOuterContainerIsNotTheInnerOnes() throws Exception {
    ContainerIdentity identity =
        parse("9:name=systemd:/docker/ID/docker/" + B + "\n0::/docker/ID\n");

    assertThat(identity.innermost()).get().extracting(ContainerId::id).isEqualTo(B);
    assertThat(identity.unifiedCgroup()).isNull();
  }

  @Test
  void namesTheServiceOfAHostProcess() {
    assertThat(unified("/system.slice/nginx.service").systemdUnit()).isEqualTo("nginx.service");
    assertThat(unified("/user.slice/user@1000.service/app.slice/app-term.scope").systemdUnit())
        .isEqualTo("app-term.scope");
    assertThat(unified("/system.slice/docker-" + A + ".scope").systemdUnit()).isNull();
  }

  @Test
  void tellsWhatLiesOutsideOfOurNamespace() {
    assertThat(unified("/").belowOwnRoot()).isTrue();
    assertThat(unified("/../..").belowOwnRoot()).isFalse();
    assertThat(unified("/../libpod-" + A).unifiedCgroup()).isEqualTo("/../libpod-" + A);
  }

  private static ContainerIdentity unified(String path) {
    return ContainerIdentity.parse(List.of(new CgroupLine(0, List.of(), path)));
  }

  private static ContainerIdentity parse(String text) throws Exception {
    return ContainerIdentity.parse(CgroupLine.parse(text.replace("ID", A).replace("POD", POD)));
  }
}
