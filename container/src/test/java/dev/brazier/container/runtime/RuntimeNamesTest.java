package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.FixtureProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeNamesTest {
  private static final String A = "a".repeat(64);

  @TempDir private Path folder;
  private FixtureProc proc;
  private RuntimeNames names;
  private Problems problems;

  @BeforeEach
  void makeHost() throws Exception {
    Files.createDirectories(folder.resolve("proc"));
    proc = new FixtureProc(folder.resolve("proc"));
    names = new RuntimeNames(proc.root(), folder);
    problems = new Problems();
  }

  @Test
  void readsDocker() throws Exception {
    write(
        "/var/lib/docker/containers/" + A + "/config.v2.json",
        "{\"ID\":\"x\",\"Name\":\"/web\",\"Config\":{\"Image\":\"nginx:1.27\",\"Labels\":{}}}");

    assertThat(describe())
        .contains(ContainerDetails.named(ContainerRuntime.DOCKER, "web", "nginx:1.27"));
  }

  @Test
  void followsDockersDataRootAndLinksInsideTheHostsRoot() throws Exception {
    write("/etc/docker/daemon.json", "{\"data-root\": \"/srv/docker\"}");
    write("/data/docker/containers/" + A + "/config.v2.json", "{\"Name\":\"/db\"}");
    Files.createDirectories(folder.resolve("srv"));
    Files.createSymbolicLink(folder.resolve("srv/docker"), Path.of("/data/docker"));

    assertThat(describe()).get().extracting(ContainerDetails::name).isEqualTo("db");
  }

  @Test
  void readsPodNamesOfDockerUnderKubernetes() throws Exception {
    write(
        "/var/lib/docker/containers/" + A + "/config.v2.json",
        """
        {"Name":"/k8s_app_web_shop_uid_0","Config":{"Labels":{"io.kubernetes.container.name":"app",
         "io.kubernetes.pod.name":"web-7f","io.kubernetes.pod.namespace":"shop"}}}""");

    assertThat(describe())
        .contains(new ContainerDetails(ContainerRuntime.DOCKER, "app", "web-7f", "shop", null));
  }

  @Test
  void readsPodmanOfRootAndOfPeople() throws Exception {
    String entry =
        "[{\"id\":\"b\",\"names\":[\"no\"]},{\"id\":\"ID\",\"names\":[\"NAME\"],"
            + "\"metadata\":\"{\\\"image-name\\\":\\\"localhost/bb\\\"}\"}]";
    write(
        "/var/lib/containers/storage/overlay-containers/containers.json",
        entry.replace("ID", A).replace("NAME", "root's"));
    write("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
    write(
        "/home/ann/.local/share/containers/storage/vfs-containers/containers.json",
        entry.replace("ID", "c".repeat(64)).replace("NAME", "ann's"));

    assertThat(describe())
        .contains(ContainerDetails.named(ContainerRuntime.PODMAN, "root's", "localhost/bb"));
    assertThat(describe("c".repeat(64)))
        .get()
        .extracting(ContainerDetails::name)
        .isEqualTo("ann's");
  }

  @Test
  void seesContainersThatComeLater() throws Exception {
    String list = "/var/lib/containers/storage/overlay-containers/containers.json";
    write(list, "[]");
    assertThat(describe()).isEmpty();
    write(list, "[{\"id\":\"" + A + "\",\"names\":[\"late\"]}]");

    assertThat(describe()).get().extracting(ContainerDetails::name).isEqualTo("late");
  }

  @Test
  void readsCrio() throws Exception {
    write(
        "/run/containers/storage/overlay-containers/" + A + "/userdata/config.json",
        """
        {"annotations":{"io.kubernetes.container.name":"app","io.kubernetes.pod.name":"web-7f",
         "io.kubernetes.pod.namespace":"shop","io.kubernetes.cri-o.ImageName":"quay.io/x:1"}}""");

    assertThat(describe())
        .contains(
            new ContainerDetails(ContainerRuntime.CRI_O, "app", "web-7f", "shop", "quay.io/x:1"));
  }

  @Test
  void readsContainerdUnderKubernetes() throws Exception {
    task(
        "k8s.io",
        A,
        "\"io.kubernetes.cri.container-name\":\"app\",\"io.kubernetes.cri.container-type\":\"container\","
            + "\"io.kubernetes.cri.sandbox-name\":\"web-7f\",\"io.kubernetes.cri.sandbox-namespace\":\"shop\","
            + "\"io.kubernetes.cri.image-name\":\"nginx:1\"");
    task(
        "k8s.io",
        "c".repeat(64),
        "\"io.kubernetes.cri.container-type\":\"sandbox\","
            + "\"io.kubernetes.cri.sandbox-name\":\"web-7f\",\"io.kubernetes.cri.sandbox-namespace\":\"shop\"");

    assertThat(describe())
        .contains(
            new ContainerDetails(ContainerRuntime.CONTAINERD, "app", "web-7f", "shop", "nginx:1"));
    assertThat(describe("c".repeat(64)))
        .contains(
            new ContainerDetails(ContainerRuntime.CONTAINERD, "pause", "web-7f", "shop", null));
  }

  @Test
  void readsNerdctl() throws Exception {
    task("default", A, "\"nerdctl/name\":\"cache\"");

    assertThat(describe()).get().extracting(ContainerDetails::name).isEqualTo("cache");
  }

  @Test
  void readsConmonsCommandLineWhereTheStorageIsElsewhere() throws Exception {
    proc.process(77, "conmon", 1, "")
        .file(77, "comm", "conmon\n")
        .file(
            77,
            "cmdline",
            "/usr/bin/conmon\0-c\0" + A + "\0-u\0x\0-n\0elsewhere\0--exit-dir\0/x\0");

    assertThat(describe()).get().extracting(ContainerDetails::name).isEqualTo("elsewhere");
  }

  @Test
  void conmonWithoutANameIsPassedOver() {
    Map<String, String> found = new HashMap<>();
    ConmonNames.addName(List.of("conmon", "-c"), found);
    ConmonNames.addName(List.of("conmon", "-n", "x"), found);
    ConmonNames.addName(List.of(), found);

    assertThat(found).isEmpty();
  }

  @Test
  void recognisesContainersStartedByHand() throws Exception {
    write(
        "/run/runc/myapp/state.json",
        """
        {"id":"myapp","cgroup_paths":{"":"/sys/fs/cgroup/unified/user/myapp",
         "memory":"/sys/fs/cgroup/memory/own/myapp","name=systemd":"/sys/fs/cgroup/systemd/user/myapp"}}""");
    write(
        "/run/crun/other/status", "{\"pid\":5,\"cgroup-path\":\"/system.slice/crun-other.scope\"}");

    assertThat(names.byHand(List.of("/", "/own/myapp/child")))
        .contains(new ContainerId("myapp", ContainerRuntime.OCI, null, "/own/myapp"));
    assertThat(names.byHand(List.of("/system.slice/crun-other.scope"))).isPresent();
    assertThat(names.byHand(List.of("/", "/own", "/user"))).isEmpty();
    assertThat(describe("x".repeat(10), "/user/myapp"))
        .get()
        .extracting(ContainerDetails::name)
        .isEqualTo("myapp");
  }

  @Test
  void readsAgainUntilAStateIsComplete() throws Exception {
    write("/run/runc/myapp/state.json", "{\"id\":");
    assertThat(names.byHand(List.of("/myapp"))).isEmpty();
    write("/run/runc/myapp/state.json", "{\"cgroup_paths\":{\"\":\"/sys/fs/cgroup/myapp\"}}");

    assertThat(names.byHand(List.of("/myapp"))).isPresent();
  }

  @Test
  void remembersWhyAStateCouldNotBeRead() throws Exception {
    write("/var/lib/docker/containers/" + A + "/config.v2.json", "{\"Name\":");
    Files.createDirectories(
        folder.resolve("var/lib/containers/storage/overlay-containers/containers.json"));

    assertThat(describe()).isEmpty();
    assertThat(problems.text()).contains("config.v2.json: not JSON", "containers.json");
  }

  @Test
  void saysWhenNobodyKnowsTheContainer() {
    assertThat(describe()).isEmpty();
    assertThat(problems.text()).isEqualTo("no runtime's state on disk knows the container");
  }

  @Test
  void wrongTypesAreAsGoodAsNothing() throws Exception {
    write("/var/lib/docker/containers/" + A + "/config.v2.json", "{\"Name\":{},\"Config\":[1]}");
    write("/var/lib/containers/storage/overlay-containers/containers.json", "{\"id\":[]}");
    task("k8s.io", A, "\"nerdctl/name\":7");

    assertThat(describe()).get().extracting(ContainerDetails::name).isEqualTo("a".repeat(12));
  }

  private Optional<ContainerDetails> describe() {
    return describe(A);
  }

  private Optional<ContainerDetails> describe(String id) {
    return describe(id, "/x/" + id);
  }

  private Optional<ContainerDetails> describe(String id, String cgroup) {
    return names.describe(new ContainerId(id, ContainerRuntime.UNKNOWN, null, cgroup), problems);
  }

  private void task(String namespace, String id, String annotations) throws IOException {
    write(
        "/run/containerd/io.containerd.runtime.v2.task/" + namespace + "/" + id + "/config.json",
        "{\"ociVersion\":\"1.0\",\"annotations\":{" + annotations + "}}");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
