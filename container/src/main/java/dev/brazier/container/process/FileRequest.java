package dev.brazier.container.process;

import java.util.List;

/**
 * A mapped file as the kernel knows it, without a path that would mean anything to us.
 *
 * @param pid a process that maps it
 * @param start first runtime address of the mapping
 * @param end first runtime address after it
 * @param fileOffset of {@code start}, in bytes
 * @param device of the file system, from {@code i_sb->s_dev}: stat may show another one
 * @param inode from the kernel: stat on overlayfs may show another one
 * @param generation of the inode number; 0 where the file system has none
 * @param namesFromLeaf names from the file up to the root of its own file system, not of a mount
 * @param namesComplete whether the names reach that root
 */
public record FileRequest(
    int pid,
    long start,
    long end,
    long fileOffset,
    DeviceNumber device,
    long inode,
    int generation,
    List<String> namesFromLeaf,
    boolean namesComplete) {

  public FileRequest {
    namesFromLeaf = List.copyOf(namesFromLeaf);
  }

  /** Asks for the file behind a mapping read from {@code /proc/PID/maps}. */
  public static FileRequest of(int pid, Mapping mapping) {
    // The path is the target's, which need not be the file system's: only the last name is sure.
    int slash = mapping.path().lastIndexOf('/');
    return new FileRequest(
        pid,
        mapping.start(),
        mapping.end(),
        mapping.fileOffset(),
        mapping.device(),
        mapping.inode(),
        0,
        List.of(mapping.path().substring(slash + 1)),
        false);
  }

  /** The name of the file in its directory, empty when it is not known. */
  public String baseName() {
    return namesFromLeaf.isEmpty() ? "" : namesFromLeaf.get(0);
  }

  /** The path from the root of the file's own file system, with a leading slash. */
  public String pathInFileSystem() {
    StringBuilder path = new StringBuilder();
    for (int i = namesFromLeaf.size() - 1; i >= 0; i--) {
      path.append('/').append(namesFromLeaf.get(i));
    }
    return path.toString();
  }
}
