package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FilePinner;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.OpenedThrough;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodmanContainerIT {
  private static final int OWN = (int) ProcessHandle.current().pid();
  private static final String NAME = "brazier-it-" + OWN;
  private static final String IMAGE = "localhost/brazier-it-" + OWN + ":1";

  @TempDir private Path folder;
  private final ProcRoot proc = ProcRoot.host();
  private final ContainerDirectory directory = new ContainerDirectory(proc, Path.of("/"));
  private int pid;
  private String id = "";

  @BeforeEach
  void startContainer() throws Exception {
    HostCommand.require("podman", "runc", "busybox", "conmon");
    // Podman raises limits beyond what a host without CAP_SYS_RESOURCE grants.
    Files.writeString(
        folder.resolve("containers.conf"),
        "[containers]\ndefault_ulimits=[\"nofile=1024:1024\",\"nproc=1024:1024\"]\n");
    Path root = Files.createDirectories(folder.resolve("root/bin"));
    Files.copy(
        Path.of("/bin/busybox").toRealPath(),
        root.resolve("busybox"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Path archive = folder.resolve("image.tar");
    HostCommand.run("tar", "-C", folder.resolve("root").toString(), "-cf", archive.toString(), ".");
    podman("import", archive.toString(), IMAGE);
    id =
        podman(
                "run",
                "-d",
                "--name",
                NAME,
                "--network=none",
                "--user",
                "1000",
                IMAGE,
                "/bin/busybox",
                "sleep",
                "600")
            .strip();
    id = id.substring(id.lastIndexOf('\n') + 1);
    pid = Integer.parseInt(podman("inspect", "-f", "{{.State.Pid}}", NAME).strip());
  }

  @AfterEach
  void removeContainer() throws Exception {
    if (!id.isEmpty()) {
      podman("rm", "-f", "-t", "0", NAME);
      podman("rmi", IMAGE);
    }
  }

  @Test
  void containerIsKnownByItsNameAndImage() throws Exception {
    Container container = directory.containerOf(pid).orElseThrow();

    assertThat(container.name()).isEqualTo(NAME);
    assertThat(container.id()).isEqualTo(id);
    assertThat(container.runtime()).isEqualTo(ContainerRuntime.PODMAN);
    assertThat(container.image()).isEqualTo(IMAGE);
    assertThat(container.unnamedReason()).isNull();
    assertThat(TargetProcess.read(proc, pid).found())
        .get()
        .satisfies(
            process -> {
              assertThat(process.uid()).isEqualTo(1000);
              assertThat(process.namespacedPid()).isEqualTo(1);
            });
  }

  @Test
  void nameSurvivesWhereOnlyConmonTellsIt() throws Exception {
    Container container = new ContainerDirectory(proc, folder).containerOf(pid).orElseThrow();

    assertThat(container.name()).isEqualTo(NAME);
  }

  @Test
  void containerIsFoundByNameAndByShortIdWithItsProcessOnly() throws Exception {
    assertThat(directory.find(NAME))
        .isInstanceOfSatisfying(
            ContainerMatch.Found.class,
            found ->
                assertThat(found.container().processes())
                    .extracting(TargetProcess::pid)
                    .containsExactly(pid));
    assertThat(directory.find(id.substring(0, 12))).isInstanceOf(ContainerMatch.Found.class);
  }

  @Test
  void kernelCanPickItOutInEitherVersionOfCgroups() throws Exception {
    RunningContainer running = ((ContainerMatch.Found) directory.find(NAME)).container();

    if (directory.filter(running.container()) instanceof CgroupFilter.Usable usable) {
      assertThat(directory.containerOfCgroup(usable.id())).contains(running.container());
    } else {
      CgroupFilter.Usable usable = (CgroupFilter.Usable) directory.legacyFilter(running);
      assertThat(directory.containerOfLegacyCgroup(usable.id()))
          .get()
          .extracting(Container::name)
          .isEqualTo(NAME);
    }
  }

  @Test
  void fileOfALowerLayerIsPinnedWhileTheContainerLivesAndAfterwards() throws Exception {
    Mapping program = RuncContainer.codeOf(pid, "busybox").orElseThrow();
    FileRequest request = asTheKernelTells(program, lowerFile(program.inode()));
    try (FilePinner pinner = new FilePinner(proc)) {
      assertPinned(pinner, request, OpenedThrough.MAP_FILES);
    }
    podman("kill", NAME);
    podman("wait", NAME);
    try (FilePinner pinner = new FilePinner(proc)) {
      assertPinned(pinner, request, OpenedThrough.HOST_MOUNT);
    }
  }

  private static void assertPinned(FilePinner pinner, FileRequest request, OpenedThrough way) {
    assertThat(pinner.pin(request))
        .isInstanceOfSatisfying(
            PinOutcome.Pinned.class,
            pinned -> assertThat(pinned.file().openedThrough()).isEqualTo(way));
  }

  /** The kernel's mapping holds the file of the layer, in the file system below overlayfs. */
  private FileRequest asTheKernelTells(Mapping mapping, Path lower) throws IOException {
    List<String> names = new ArrayList<>();
    lower.forEach(name -> names.add(name.toString()));
    Collections.reverse(names);
    return new FileRequest(
        pid,
        mapping.start(),
        mapping.end(),
        mapping.fileOffset(),
        DeviceNumber.ofStat((Long) Files.getAttribute(lower, "unix:dev")),
        mapping.inode(),
        0,
        names,
        true);
  }

  private static Path lowerFile(long inode) throws IOException {
    Path layers = Path.of("/var/lib/containers/storage/overlay");
    try (Stream<Path> candidates =
        Files.find(layers, 4, (path, attributes) -> path.endsWith("diff/bin/busybox"))) {
      for (Path candidate : (Iterable<Path>) candidates::iterator) {
        if ((Long) Files.getAttribute(candidate, "unix:ino") == inode) {
          return candidate;
        }
      }
    }
    throw new IOException("no layer holds inode " + inode);
  }

  private String podman(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("podman", "--runtime", "runc"));
    command.addAll(List.of(arguments));
    return HostCommand.run(
        command, Map.of("CONTAINERS_CONF", folder.resolve("containers.conf").toString()));
  }
}
