package dev.brazier.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.process.CgroupLine;
import dev.brazier.container.process.DeviceNumber;
import dev.brazier.container.process.FilePinner;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.FixtureProc;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.OpenedThrough;
import dev.brazier.container.process.PerfMapLocator;
import dev.brazier.container.process.PerfMapOutcome;
import dev.brazier.container.process.PinOutcome;
import dev.brazier.container.process.PinnedFile;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuncContainerIT {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String POD = "0f1e2d3c-1111-2222-3333-444455556666";

  @TempDir private Path folder;
  private final ProcRoot proc = ProcRoot.host();
  private final ContainerDirectory directory = new ContainerDirectory(proc, Path.of("/"));

  @BeforeEach
  void needRunc() throws Exception {
    HostCommand.require("runc", "nsenter");
  }

  /** runc removes a container's own cgroup, not the ones above it. */
  @AfterEach
  void removeCgroups() throws Exception {
    HostCommand.run(
        "sh", "-c", "find /sys/fs/cgroup -depth -type d -path '*/brazier-it*' -exec rmdir {} +");
  }

  @Test
  void containerStartedByHandIsKnownByTheNameItWasGiven() throws Exception {
    try (RuncContainer container = start(0, "")) {
      Container found = directory.containerOf(container.pid()).orElseThrow();

      assertThat(found.name()).isEqualTo(container.name());
      assertThat(found.runtime()).isEqualTo(ContainerRuntime.OCI);
      assertThat(directory.find(container.name())).isInstanceOf(ContainerMatch.Found.class);
    }
    assertThat(directory.containerOf((int) ProcessHandle.current().pid())).isEmpty();
  }

  @Test
  void podIsReadFromTheCgroupPath() throws Exception {
    try (RuncContainer container =
        start(1000, "/brazier-it/kubepods/burstable/pod" + POD + "/" + ID)) {
      Container found = directory.containerOf(container.pid()).orElseThrow();

      assertThat(found.id()).isEqualTo(ID);
      assertThat(found.name()).isEqualTo(container.name());
      assertThat(found.pod()).isEqualTo(new Container.Pod(POD, null, null));
      if (directory.filter(found) instanceof CgroupFilter.Usable usable) {
        assertThat(directory.containerOfCgroup(usable.id())).contains(found);
      }
    }
  }

  @Test
  void containersOwnLibcIsPinnedAndNotTheHostsAtTheSamePath() throws Exception {
    try (RuncContainer container = start(1000, "");
        FilePinner pinner = new FilePinner(proc)) {
      Mapping libc = container.libc();
      PinnedFile pinned = pin(pinner, FileRequest.of(container.pid(), libc));

      assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.MAP_FILES);
      assertThat(pinned.path()).isEqualTo(hostLibc().path());
      assertThat(end(pinned.bytes())).isEqualTo(RuncContainer.MARK);
      PinnedFile hosts = pin(pinner, FileRequest.of(own(), hostLibc()));
      assertThat(end(hosts.bytes())).isNotEqualTo(RuncContainer.MARK);
    }
  }

  @Test
  void containersOwnLibcIsFoundBelowItsRootWhereMappingsMayNotBeOpened() throws Exception {
    try (RuncContainer container = start(1000, "");
        FilePinner pinner = new FilePinner(procWithoutMapFiles(container.pid()))) {
      PinnedFile pinned = pin(pinner, FileRequest.of(container.pid(), container.libc()));

      assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.TARGET_ROOT);
      assertThat(end(pinned.bytes())).isEqualTo(RuncContainer.MARK);
    }
  }

  @Test
  void deletedFileIsPinnedWhileItIsMapped() throws Exception {
    try (RuncContainer container = start(0, "");
        FilePinner pinner = new FilePinner(proc)) {
      Mapping libc = container.libc();
      Files.delete(container.file(libc.path()));
      PinnedFile pinned = pin(pinner, FileRequest.of(container.pid(), libc));
      container.end();

      assertThat(end(pinned.bytes())).isEqualTo(RuncContainer.MARK);
      assertThat(pinned.path()).isEqualTo(libc.path());
    }
  }

  @Test
  void fileOfAnEndedContainerIsFoundThroughTheHostsMounts() throws Exception {
    FileRequest request;
    try (RuncContainer container = start(0, "")) {
      Mapping libc = container.libc();
      request = asTheKernelTells(container.pid(), libc, container.file(libc.path()));
    }
    try (FilePinner pinner = new FilePinner(proc)) {
      PinnedFile pinned = pin(pinner, request);

      assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.HOST_MOUNT);
      assertThat(end(pinned.bytes())).isEqualTo(RuncContainer.MARK);
    }
  }

  @Test
  void perfMapIsReadUnderThePidInsideTheContainer() throws Exception {
    try (RuncContainer container = start(0, "")) {
      Files.writeString(container.file("/tmp/perf-1.map"), "1000 10 jitted\n");
      TargetProcess process = TargetProcess.read(proc, container.pid()).found().orElseThrow();

      assertThat(process.namespacedPid()).isEqualTo(1);
      assertThat(new PerfMapLocator(proc).locate(process))
          .isInstanceOfSatisfying(
              PerfMapOutcome.Located.class,
              located -> assertThat(located.identity().size()).isEqualTo(15));
    }
  }

  @Test
  void perfMapOfAnotherUserIsRefused() throws Exception {
    try (RuncContainer container = start(1000, "")) {
      Path map = Files.writeString(container.file("/tmp/perf-1.map"), "1000 10 jitted\n");
      Files.setAttribute(map, "unix:uid", 1001);
      TargetProcess process = TargetProcess.read(proc, container.pid()).found().orElseThrow();

      assertThat(process.uid()).isEqualTo(1000);
      assertThat(new PerfMapLocator(proc).locate(process))
          .isInstanceOfSatisfying(
              PerfMapOutcome.NotLocated.class,
              refusal -> assertThat(refusal.text()).contains("belongs to uid 1001"));
    }
  }

  @Test
  void neighbourIsRecognisedFromInsideAPrivateCgroupNamespace() throws Exception {
    String parent = "/brazier-it/";
    String sibling = "fedcba9876543210".repeat(4);
    try (RuncContainer inside = start(0, parent + ID);
        RuncContainer other = start(0, parent + sibling)) {
      assertThat(seenFrom(inside, other.pid()).innermost())
          .get()
          .extracting(ContainerId::id)
          .isEqualTo(sibling);
      assertThat(seenFrom(inside, inside.pid()).chain()).isEmpty();
      assertThat(seenFrom(inside, inside.pid()).belowOwnRoot()).isTrue();
      assertThat(seenFrom(inside, own()).belowOwnRoot()).isFalse();
    }
  }

  private RuncContainer start(int uid, String cgroup) throws IOException {
    String name = "brazier-it-" + own() + "-" + Long.toHexString(System.nanoTime());
    return RuncContainer.start(name, folder, uid, cgroup);
  }

  private static ContainerIdentity seenFrom(RuncContainer inside, int pid) throws Exception {
    String text =
        HostCommand.run(
            "nsenter",
            "-t",
            Integer.toString(inside.pid()),
            "-C",
            "cat",
            "/proc/" + pid + "/cgroup");
    return ContainerIdentity.parse(CgroupLine.parse(text));
  }

  /** The kernel names a file by its own file system, here the one of the temporary folder. */
  private static FileRequest asTheKernelTells(int pid, Mapping mapping, Path onHost)
      throws IOException {
    List<String> namesFromLeaf = new ArrayList<>();
    for (Path name : onHost.toRealPath()) {
      namesFromLeaf.add(0, name.toString());
    }
    long device = (Long) Files.getAttribute(onHost, "unix:dev");
    return new FileRequest(
        pid,
        mapping.start(),
        mapping.end(),
        mapping.fileOffset(),
        DeviceNumber.ofStat(device),
        (Long) Files.getAttribute(onHost, "unix:ino"),
        0,
        namesFromLeaf,
        true);
  }

  private ProcRoot procWithoutMapFiles(int pid) throws IOException {
    FixtureProc fixture = new FixtureProc(Files.createDirectories(folder.resolve("proc")));
    for (String name : List.of("root", "maps", "mountinfo")) {
      fixture.link(pid, name, "/proc/" + pid + "/" + name);
    }
    return fixture.root();
  }

  private static PinnedFile pin(FilePinner pinner, FileRequest request) {
    PinOutcome outcome = pinner.pin(request);
    assertThat(outcome).isInstanceOf(PinOutcome.Pinned.class);
    return ((PinOutcome.Pinned) outcome).file();
  }

  private static String end(ByteSource bytes) throws IOException {
    ByteBuffer end = ByteBuffer.allocate(RuncContainer.MARK.length());
    bytes.read(bytes.size() - end.capacity(), end);
    return new String(end.array(), StandardCharsets.ISO_8859_1);
  }

  private static Mapping hostLibc() {
    return RuncContainer.codeOf(own(), "libc.so.6").orElseThrow();
  }

  private static int own() {
    return (int) ProcessHandle.current().pid();
  }
}
