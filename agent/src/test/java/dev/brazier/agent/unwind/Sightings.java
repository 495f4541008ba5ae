package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import java.util.List;

/** Files that a kernel might have met. */
final class Sightings {

  /** The device of all of them: major and minor number. */
  static final int MAJOR = 8;

  static final int MINOR = 1;

  private Sightings() {}

  /** A file whose inode is its number. */
  static FileSighting file(int id) {
    return file(id, id);
  }

  static FileSighting file(int id, long inode) {
    return new FileSighting(
        inode, MAJOR, MINOR, 1, id, 4711, 0x1000, 0x2000, 0, false, List.of("file" + id));
  }

  static FileSighting vdso(int id) {
    return new FileSighting(0, 0, 0, 0, id, 4711, 0x1000, 0x2000, 0, true, List.of());
  }
}
