package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.container.symbol.UnnamedReason;
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

final class FilePinnerTest {
  private static final int PID = 12;

  @TempDir private Path folder;
  private Path targetRoot;
  private FixtureProc fixture;
  private FilePinner pinner;

  @BeforeEach
  void makeProcess() throws Exception {
    targetRoot = Files.createDirectories(folder.resolve("target"));
    Files.createDirectories(folder.resolve("proc"));
    fixture = new FixtureProc(folder.resolve("proc")).process(PID, "app", 1, "");
    fixture.link(PID, "root", targetRoot.toString());
    pinner = pinner(100);
  }

  @AfterEach
  void closeFiles() {
    pinner.close();
    assertThat(pinner.openFileCount()).isZero();
    assertThat(pinner.fileCount()).isZero();
  }

  @Test
  void prefersTheMappedInodeItself() throws Exception {
    Path file = write("lib/x.so", "mapped");
    fixture.link(PID, "map_files/1000-2000", file.toString());

    PinnedFile pinned = pinned(request(file, "x.so", "lib"));

    assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.MAP_FILES);
    assertThat(text(pinned)).isEqualTo("mapped");
  }

  @Test
  void sameFileIsOpenedOnceForAllProcesses() throws Exception {
    Path file = write("lib/x.so", "shared");
    PinnedFile first = pinned(request(file, "x.so", "lib"));

    assertThat(pinned(request(file, "x.so", "lib"))).isSameAs(first);
    assertThat(pinner.openFileCount()).isEqualTo(1);
  }

  @Test
  void absoluteLinkStaysInsideTheTargetsRoot() throws Exception {
    Path file = write("usr/lib/x.so", "target's");
    Files.createDirectories(folder.resolve("usr/lib"));
    Files.createSymbolicLink(targetRoot.resolve("lib"), Path.of("/usr/lib"));

    PinnedFile pinned = pinned(request(file, "x.so", "lib"));

    assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.TARGET_ROOT);
    assertThat(text(pinned)).isEqualTo("target's");
  }

  @Test
  void bindMountIsFoundThroughTheTargetsMounts() throws Exception {
    Path file = write("data/x.so", "volume");
    DeviceNumber device = FileFacts.of(file).identity().device();
    fixture.file(PID, "mountinfo", "9 1 " + device + " /srv/volume /data rw - ext4 /dev/vda rw\n");

    PinnedFile pinned = pinned(request(file, "x.so", "volume", "srv"));

    assertThat(pinned.path()).isEqualTo("/data/x.so");
  }

  @Test
  void anotherInodeUnderTheNameIsRefused() throws Exception {
    Path old = write("lib/old.so", "old");
    FileRequest request = request(old, "x.so", "lib");
    write("lib/x.so", "new");

    assertThat(refusal(request).reason()).isEqualTo(UnnamedReason.FILE_REPLACED);
    assertThat(refusal(request).text()).contains("another file");
  }

  @Test
  void overlayShowsAnotherInodeThatTheTargetsOwnViewConfirms() throws Exception {
    Path file = write("lib/x.so", "lower");
    long visible = FileFacts.of(file).identity().inode();
    fixture.file(PID, "maps", "1000-2000 r-xp 0 00:33 " + visible + " /lib/x.so\n");
    FileRequest lower = request(new DeviceNumber(99, 9), 77, "x.so", "diff", "layer");

    assertThat(text(pinned(lower))).isEqualTo("lower");

    fixture.file(PID, "maps", "1000-2000 r-xp 0 00:33 " + (visible + 1) + " /lib/x.so\n");
    FileRequest replaced = request(new DeviceNumber(99, 9), 78, "x.so", "diff", "layer");
    assertThat(refusal(replaced).reason()).isEqualTo(UnnamedReason.FILE_REPLACED);
  }

  @Test
  void programWithoutANameIsServedThroughItsProcess() throws Exception {
    Path file = write("program", "unlinked");
    long visible = FileFacts.of(file).identity().inode();
    fixture.file(PID, "maps", "1000-2000 r-xp 0 00:33 " + visible + " /bin/app (deleted)\n");
    fixture.link(PID, "exe", file.toString());
    FileRequest request = request(file, "app", "bin");
    assertThat(refusal(request).reason()).isEqualTo(UnnamedReason.FILE_GONE);

    String maps = "1000-2000 r-xp 0 00:33 %d %s (deleted)\n".formatted(visible, file);
    fixture.file(PID, "maps", maps);
    PinnedFile pinned = pinned(request);

    assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.EXECUTABLE);
    assertThat(text(pinned)).isEqualTo("unlinked");
  }

  @Test
  void programThatIsNotTheMappedFileIsRefused() throws Exception {
    Path program = write("program", "another");
    Path mapped = write("mapped", "mapped");
    long visible = FileFacts.of(mapped).identity().inode();
    String maps = "1000-2000 r-xp 0 00:33 %d %s (deleted)\n".formatted(visible, program);
    fixture.file(PID, "maps", maps);
    fixture.link(PID, "exe", program.toString());

    assertThat(refusal(request(mapped, "program")).reason()).isEqualTo(UnnamedReason.FILE_REPLACED);
  }

  @Test
  void processGoneIsServedThroughTheHostsMounts() throws Exception {
    Path file = write("lib/x.so", "left behind");
    DeviceNumber device = FileFacts.of(file).identity().device();
    fixture.file("self/mountinfo", "9 1 " + device + " / /target rw - ext4 /dev/vda rw\n");
    FileRequest request = requestOf(404, device, inode(file), "x.so", "lib");

    PinnedFile pinned = pinned(request);

    assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.HOST_MOUNT);
    assertThat(text(pinned)).isEqualTo("left behind");
  }

  @Test
  void processGoneIsServedThroughAnotherProcess() throws Exception {
    Path file = write("lib/x.so", "shared");
    FileIdentity identity = FileFacts.of(file).identity();
    String device =
        Integer.toHexString(identity.device().major())
            + ":"
            + Integer.toHexString(identity.device().minor());
    fixture.file(
        PID, "maps", "5000-6000 r-xp 0 " + device + " " + identity.inode() + " /lib/x.so\n");

    PinnedFile pinned = pinned(requestOf(404, identity.device(), identity.inode(), "x.so"));

    assertThat(pinned.openedThrough()).isEqualTo(OpenedThrough.OTHER_PROCESS);
  }

  @Test
  void looksThroughOtherProcessesOnlyNowAndThen() throws Exception {
    DeviceNumber nowhere = new DeviceNumber(99, 9);
    boolean rested = false;
    for (int inode = 1; inode < 50; inode++) {
      rested |= refusal(requestOf(404, nowhere, inode, "x.so")).text().contains("just done");
    }

    assertThat(rested).isTrue();
  }

  @Test
  void goneProcessAndGoneFileAreToldApart() throws Exception {
    Path file = write("lib/x.so", "x");
    DeviceNumber device = FileFacts.of(file).identity().device();

    assertThat(refusal(requestOf(404, device, inode(file), "x.so", "lib")).reason())
        .isEqualTo(UnnamedReason.PROCESS_GONE);
    Files.delete(file);
    assertThat(refusal(requestOf(PID, device, 5, "x.so", "lib")).reason())
        .isEqualTo(UnnamedReason.FILE_GONE);
  }

  @Test
  void directoryIsNotOpened() throws Exception {
    Path directory = Files.createDirectories(targetRoot.resolve("lib/x.so"));

    assertThat(refusal(request(directory, "x.so", "lib")).reason())
        .isEqualTo(UnnamedReason.FILE_UNREADABLE);
  }

  @Test
  void budgetClosesTheLeastRecentlyReadAndOpensItAgain() throws Exception {
    pinner = pinner(2);
    List<PinnedFile> files = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      files.add(pinned(request(write("lib/" + name, "content of " + name), name, "lib")));
    }

    assertThat(pinner.openFileCount()).isEqualTo(2);
    for (PinnedFile file : files) {
      assertThat(text(file)).isEqualTo("content of " + file.path().substring(5));
    }
    assertThat(pinner.openFileCount()).isEqualTo(2);
  }

  @Test
  void closedAndThenReplacedFileIsGone() throws Exception {
    pinner = pinner(1);
    Path file = write("lib/a", "first");
    PinnedFile pinned = pinned(request(file, "a", "lib"));
    pinned(request(write("lib/b", "b"), "b", "lib"));
    Files.delete(file);
    write("lib/a", "other");

    assertThatThrownBy(() -> text(pinned)).isInstanceOf(FileGoneException.class);
  }

  @Test
  void unlinkedFileStaysReadableWhileItIsOpen() throws Exception {
    Path file = write("lib/a", "content");
    PinnedFile pinned = pinned(request(file, "a", "lib"));
    Files.delete(file);

    assertThat(text(pinned)).isEqualTo("content");
    assertThat(pinned.unchanged()).isTrue();
  }

  @Test
  void writingIntoTheFileIsNoticed() throws Exception {
    Path file = write("lib/a", "content");
    PinnedFile pinned = pinned(request(file, "a", "lib"));
    Files.writeString(file, "content and more");

    assertThat(pinned.unchanged()).isFalse();
  }

  @Test
  void closedFileIsOpenedAnewOnTheNextRequest() throws Exception {
    Path file = write("lib/a", "content");
    PinnedFile first = pinned(request(file, "a", "lib"));
    first.close();
    first.close();

    assertThatThrownBy(() -> text(first)).isInstanceOf(FileGoneException.class);
    assertThat(pinned(request(file, "a", "lib"))).isNotSameAs(first);
  }

  private FilePinner pinner(int budget) {
    return new FilePinner(fixture.root(), folder, budget);
  }

  private Path write(String path, String content) throws IOException {
    Path file = targetRoot.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private PinnedFile pinned(FileRequest request) {
    PinOutcome outcome = pinner.pin(request);
    assertThat(outcome).isInstanceOf(PinOutcome.Pinned.class);
    return ((PinOutcome.Pinned) outcome).file();
  }

  private PinOutcome.NotPinned refusal(FileRequest request) {
    PinOutcome outcome = pinner.pin(request);
    assertThat(outcome).isInstanceOf(PinOutcome.NotPinned.class);
    return (PinOutcome.NotPinned) outcome;
  }

  private static FileRequest request(Path file, String... namesFromLeaf) throws IOException {
    return request(FileFacts.of(file).identity().device(), inode(file), namesFromLeaf);
  }

  private static FileRequest request(DeviceNumber device, long inode, String... namesFromLeaf) {
    return requestOf(PID, device, inode, namesFromLeaf);
  }

  private static FileRequest requestOf(
      int pid, DeviceNumber device, long inode, String... namesFromLeaf) {
    return new FileRequest(pid, 0x1000, 0x2000, 0, device, inode, 0, List.of(namesFromLeaf), true);
  }

  private static long inode(Path file) throws IOException {
    return FileFacts.of(file).identity().inode();
  }

  private static String text(PinnedFile file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    file.bytes().read(0, buffer);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }
}
