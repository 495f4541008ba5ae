package dev.brazier.container.process;

/** The way by which a target's file was reached, best first. */
public enum OpenedThrough {
  /** {@code /proc/PID/map_files/START-END}: the mapped inode itself, whatever its name became. */
  MAP_FILES,
  /** A path below {@code /proc/PID/root}. */
  TARGET_ROOT,
  /**
   * {@code /proc/PID/exe}: the program itself after its name is gone, as an upgrade leaves it. It
   * takes CAP_SYS_PTRACE alone, where {@link #MAP_FILES} takes more.
   */
  EXECUTABLE,
  /** A mount of the same file system that we see ourselves; works after the process is gone. */
  HOST_MOUNT,
  /** Another process that maps the file, or whose mounts hold it. */
  OTHER_PROCESS
}
