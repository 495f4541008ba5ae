package dev.brazier.bpf;

import dev.brazier.bpf.SampleLayout.FileRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel met a mapped file that user space has not yet taken hold of.
 *
 * @param inode of the file in its own file system; 0 for the vdso
 * @param deviceMajor of the file system, as the kernel has it: overlayfs and btrfs show another in
 *     stat
 * @param deviceMinor of the file system
 * @param generation tells apart two files that had the same inode number one after the other
 * @param fileId the number of the file in {@link FrameWord}s
 * @param tgid a process that maps it
 * @param vmStart where that process maps it
 * @param vmEnd the first address after the mapping
 * @param vmOffset file offset of {@code vmStart}, in bytes
 * @param vdso not a file but the kernel's vdso page
 * @param path directory names relative to the root of the file's own file system, leaf first; those
 *     nearest the root are left out when the path is longer than the record
 */
public record FileSighting(
    long inode,
    int deviceMajor,
    int deviceMinor,
    int generation,
    int fileId,
    int tgid,
    long vmStart,
    long vmEnd,
    long vmOffset,
    boolean vdso,
    List<String> path) {
  /** The kernel's {@code dev_t}: {@code MINORBITS} of {@code linux/kdev_t.h}. */
  private static final int MINOR_BITS = 20;

  public FileSighting {
    path = List.copyOf(path);
  }

  /** Reads a {@code struct file_request}; empty when the record is shorter than it says. */
  static Optional<FileSighting> decode(ByteBuffer record) {
    int base = record.position();
    if (record.remaining() < FileRequest.PATH) {
      return Optional.empty();
    }
    int pathLength = record.getInt(base + FileRequest.PATH_LENGTH);
    if (pathLength < 0 || pathLength > record.remaining() - FileRequest.PATH) {
      return Optional.empty();
    }
    byte[] path = new byte[pathLength];
    record.get(base + FileRequest.PATH, path);
    int device = record.getInt(base + FileRequest.DEVICE);
    return Optional.of(
        new FileSighting(
            record.getLong(base + FileRequest.INODE),
            device >>> MINOR_BITS,
            device & ((1 << MINOR_BITS) - 1),
            record.getInt(base + FileRequest.GENERATION),
            record.getInt(base + FileRequest.FILE_ID),
            record.getInt(base + FileRequest.TGID),
            record.getLong(base + FileRequest.VM_START),
            record.getLong(base + FileRequest.VM_END),
            record.getLong(base + FileRequest.VM_OFFSET),
            (record.getInt(base + FileRequest.FLAGS) & FileRequest.VDSO) != 0,
            components(path)));
  }

  /** Each component is ended by a NUL; one cut short at the end is kept as far as it goes. */
  private static List<String> components(byte[] path) {
    List<String> components = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == 0) {
        if (i > start) {
          components.add(new String(path, start, i - start, StandardCharsets.UTF_8));
        }
        start = i + 1;
      }
    }
    return components;
  }

  /** The kernel's {@code dev_t}. */
  int device() {
    return deviceMajor << MINOR_BITS | deviceMinor;
  }

  /** The file's name; empty when the kernel could not read it. */
  public String name() {
    return path.isEmpty() ? "" : path.get(0);
  }
}
