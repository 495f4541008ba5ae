package dev.brazier.container.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A place where a wanted file may be.
 *
 * @param opened what to open; for {@code map_files} a link that the kernel itself resolves
 * @param shown the path as a process with that mount would call it
 * @param visibleInode the inode that this process's own view ({@code maps}) shows, if it is known
 */
record Candidate(Path opened, String shown, OpenedThrough way, @Nullable Long visibleInode) {

  /** Only the kernel's own links are followed: any other last component must be the file itself. */
  private LinkOption[] links() {
    return isMapFile() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  boolean isMapFile() {
    Path parent = opened.getParent();
    return parent != null && parent.endsWith("map_files");
  }

  String baseName() {
    return shown.substring(shown.lastIndexOf('/') + 1);
  }

  FileFacts facts() throws IOException {
    return FileFacts.of(opened, links());
  }

  FileChannel open() throws IOException {
    OpenOption[] options =
        isMapFile()
            ? new OpenOption[] {StandardOpenOption.READ}
            : new OpenOption[] {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
    return FileChannel.open(opened, options);
  }

  /**
   * Whether this is the requested file.
   *
   * <p>Equal device and inode are proof. Overlayfs and btrfs may show both otherwise in stat than
   * in the kernel's mapping; then the inode that the process's own {@code maps} shows decides, and
   * for a {@code map_files} link, which cannot point elsewhere, the base name does.
   */
  boolean matches(FileRequest request, FileIdentity found) {
    boolean sameDevice = found.device().equals(request.device());
    boolean sameInode = found.inode() == request.inode();
    if (sameDevice || request.baseName().isEmpty()) {
      return sameInode;
    }
    if (!baseName().equals(request.baseName())) {
      return false;
    }
    return sameInode || isMapFile() || (visibleInode != null && visibleInode == found.inode());
  }
}
