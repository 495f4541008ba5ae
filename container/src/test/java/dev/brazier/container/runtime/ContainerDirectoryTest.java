package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.FixtureProc;
import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerDirectoryTest {
  private static final String A = "a".repeat(64);
  private static final String B = "ab" + "0".repeat(62);
  private static final String C = "c".repeat(64);

  @TempDir private Path folder;
  private FixtureProc proc;
  private ContainerDirectory directory;

  @BeforeEach
  void makeHost() throws Exception {
    Files.createDirectories(folder.resolve("proc"));
    proc = new FixtureProc(folder.resolve("proc"));
    proc.process(1, "init", 1, "0::/init.scope\n")
        .process(20, "nginx", 2, "0::/docker/" + A + "\n")
        .process(21, "nginx", 3, "0::/docker/" + A + "/sub\n")
        .process(30, "redis", 4, "0::/docker/" + B + "\n")
        .process(40, "app", 5, "0::/kubepods/pod0f1e2d3c-1111-2222-3333-444455556666/" + C + "\n");
    name(A, "web");
    name(B, "cache");
    directory = new ContainerDirectory(proc.root(), folder);
  }

  @Test
  void listsContainersWithTheirProcesses() throws Exception {
    List<RunningContainer> running = directory.list();

    assertThat(running)
        .extracting(container -> container.container().displayName())
        .containsExactly("cache", "c".repeat(12), "web");
    assertThat(running.get(2).processes()).extracting(p -> p.pid()).containsExactly(20, 21);
  }

  @Test
  void hostProcessIsInNoContainer() {
    assertThat(directory.containerOf(1)).isEmpty();
    assertThat(directory.containerOf(999)).isEmpty();
  }

  @Test
  void containerWithoutANameGoesByItsShortId() {
    Container unnamed = directory.containerOf(40).orElseThrow();

    assertThat(unnamed.name()).isEqualTo("c".repeat(12));
    assertThat(unnamed.unnamedReason()).isNotNull();
    assertThat(unnamed.pod())
        .isEqualTo(new Container.Pod("0f1e2d3c-1111-2222-3333-444455556666", null, null));
  }

  @Test
  void findsByNameOrByTheBeginningOfAnId() throws Exception {
    assertThat(found("web")).isEqualTo(A);
    assertThat(found(A)).isEqualTo(A);
    assertThat(found("aaa")).isEqualTo(A);
    assertThat(found("ccc")).isEqualTo(C);
    assertThat(directory.find("aa")).isInstanceOf(ContainerMatch.Absent.class);
    assertThat(directory.find("nothing"))
        .isEqualTo(new ContainerMatch.Absent(List.of("cache", "c".repeat(12), "web")));
  }

  @Test
  void sameNameTwiceIsAmbiguous() throws Exception {
    name(B, "web");

    assertThat(new ContainerDirectory(proc.root(), folder).find("web"))
        .isInstanceOfSatisfying(
            ContainerMatch.Ambiguous.class,
            ambiguous ->
                assertThat(ambiguous.matches())
                    .extracting(match -> match.container().id())
                    .containsExactlyInAnyOrder(A, B));
  }

  @Test
  void podsAreFoundByTheirName() throws Exception {
    write(
        "/run/containerd/io.containerd.runtime.v2.task/k8s.io/" + C + "/config.json",
        """
        {"annotations":{"io.kubernetes.cri.container-name":"app","io.kubernetes.cri.sandbox-name":"web-7f",
         "io.kubernetes.cri.sandbox-namespace":"shop"}}""");

    assertThat(found("web-7f")).isEqualTo(C);
    assertThat(found("web-7f/app")).isEqualTo(C);
    assertThat(found("app")).isEqualTo(C);
  }

  @Test
  void kernelFilterIsTheInodeOfTheDirectory() throws Exception {
    Path mount = Files.createDirectories(folder.resolve("cgroup"));
    Path cgroup = Files.createDirectories(mount.resolve("docker/" + A));
    proc.file("self/mountinfo", "9 1 0:38 / " + mount + " rw - cgroup2 cgroup2 rw\n");

    long id = (Long) Files.getAttribute(cgroup, "unix:ino");

    assertThat(directory.filter(directory.containerOf(20).orElseThrow()))
        .isEqualTo(new CgroupFilter.Usable(id, cgroup));
    assertThat(directory.containerOfCgroup(id)).get().extracting(Container::name).isEqualTo("web");
    assertThat(directory.containerOfCgroup(1)).isEmpty();
    assertThat(directory.containerOfCgroup(-1)).isEmpty();
  }

  @Test
  void legacyHierarchyOfThePidsControllerStandsIn() throws Exception {
    Path mount = Files.createDirectories(folder.resolve("cgroup/pids"));
    Path cgroup = Files.createDirectories(mount.resolve("docker/" + B));
    proc.file("self/mountinfo", "9 1 0:38 / " + mount + " rw - cgroup cgroup rw,pids\n")
        .process(50, "v1", 6, "4:memory:/x\n8:pids:/docker/" + B + "/sub\n0::/\n");
    long inode = (Long) Files.getAttribute(cgroup, "unix:ino");
    Container container = directory.containerOf(50).orElseThrow();
    TargetProcess process = TargetProcess.read(proc.root(), 50).found().orElseThrow();

    assertThat(directory.legacyFilter(new RunningContainer(container, List.of(process))))
        .isEqualTo(new CgroupFilter.Usable(inode, cgroup));
    assertThat(directory.containerOfLegacyCgroup(inode)).contains(container);
    assertThat(directory.legacyFilter(new RunningContainer(container, List.of())))
        .isInstanceOf(CgroupFilter.Unusable.class);
  }

  @Test
  void kernelFilterSaysWhyItCannotWork() throws Exception {
    proc.process(50, "v1", 6, "4:memory:/docker/" + B + "\n0::/\n")
        .process(51, "sibling", 7, "0::/../docker-" + "d".repeat(64) + ".scope\n");

    assertThat(reason(20)).contains("no such cgroup hierarchy is mounted");
    assertThat(reason(50)).contains("cgroup v1");
    assertThat(reason(51)).contains("--cgroupns=host");
  }

  @Test
  void ownContainerIsKnownByItsMountsInsideAPrivateNamespace() throws Exception {
    proc.link(1, "../self/ns/cgroup", "cgroup:[4026532999]")
        .process(60, "own", 8, "0::/\n")
        .file(
            60,
            "mountinfo",
            "9 1 8:1 /d/containers/" + A + "/hostname /etc/hostname rw - ext4 x rw\n")
        .process(61, "hosts", 9, "0::/../..\n")
        .file(61, "mountinfo", "9 1 8:1 / / rw - ext4 x rw\n");
    ContainerDirectory inside = new ContainerDirectory(proc.root(), folder);

    assertThat(inside.containerOf(60)).get().extracting(Container::name).isEqualTo("web");
    assertThat(inside.containerOf(61)).isEmpty();
    assertThat(directory.containerOf(60)).isEmpty();
  }

  @Test
  void containerStartedByHandIsFound() throws Exception {
    write("/run/runc/tool/state.json", "{\"cgroup_paths\":{\"\":\"/sys/fs/cgroup/user/tool\"}}");
    proc.process(70, "sh", 10, "0::/user/tool\n");

    Container tool = directory.containerOf(70).orElseThrow();

    assertThat(tool.name()).isEqualTo("tool");
    assertThat(tool.unifiedCgroup()).isEqualTo("/user/tool");
    assertThat(tool.runtime()).isEqualTo(ContainerRuntime.OCI);
  }

  private String reason(int pid) {
    return ((CgroupFilter.Unusable) directory.filter(directory.containerOf(pid).orElseThrow()))
        .reason();
  }

  private String found(String wanted) throws IOException {
    ContainerMatch match = directory.find(wanted);
    assertThat(match).as(wanted).isInstanceOf(ContainerMatch.Found.class);
    return ((ContainerMatch.Found) match).container().container().id();
  }

  private void name(String id, String name) throws IOException {
    write("/var/lib/docker/containers/" + id + "/config.v2.json", "{\"Name\":\"/" + name + "\"}");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
