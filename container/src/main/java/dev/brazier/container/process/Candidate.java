package dev.brazier.container.process;

import dev.brazier.container.symbol.RootedPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A place where a wanted file may be.
 *
 * @param path what to look at; for {@code map_files} and {@code exe} a link that the kernel itself
 *     resolves
 * @param rooted how to open it safely below a root, null for such links
 * @param shown the path as a process with that mount would call it
 * @param visibleInode the inode that this process's own view ({@code maps}) shows, if it is known
 */
record Candidate(
    Path path,
    @Nullable RootedPath rooted,
    String shown,
    OpenedThrough way,
    @Nullable Long visibleInode) {

  /** Whether it is a link of a process to an open inode, and not a name. */
  boolean isLink() {
    return rooted == null;
  }

  /** Whether it is the mapping itself. */
  private boolean isMapFile() {
    return isLink() && way != OpenedThrough.EXECUTABLE;
  }

  String baseName() {
    return shown.substring(shown.lastIndexOf('/') + 1);
  }

  FileFacts facts() throws IOException {
    return isLink() ? FileFacts.of(path) : FileFacts.of(path, LinkOption.NOFOLLOW_LINKS);
  }

  FileChannel open() throws IOException {
    return rooted == null ? FileChannel.open(path, StandardOpenOption.READ) : rooted.open();
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
