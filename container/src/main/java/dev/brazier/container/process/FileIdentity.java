package dev.brazier.container.process;

import java.time.Instant;

/**
 * What stat said about a file when it was opened.
 *
 * @param device {@code st_dev}; on overlayfs and btrfs not the device the kernel shows in mappings
 * @param inode {@code st_ino}
 * @param size in bytes
 * @param modified {@code st_mtime}: changes with the content
 * @param changed {@code st_ctime}: changes also when a name or the mode does
 */
public record FileIdentity(
    DeviceNumber device, long inode, long size, Instant modified, Instant changed) {

  /** Whether it is still that inode with that content; unlinking it alone makes no difference. */
  public boolean sameFile(FileIdentity other) {
    return device.equals(other.device)
        && inode == other.inode
        && size == other.size
        && modified.equals(other.modified);
  }
}
