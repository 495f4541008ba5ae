package dev.brazier.bpf;

/**
 * A cgroup as one number: the inode of its directory in the cgroup v2 hierarchy, or, for processes
 * that are in the root there, of its directory in the v1 hierarchy of the pids controller, which is
 * marked by the highest bit. Hosts that keep their controllers in v1 need the latter.
 */
public final class CgroupId {

  /** {@code LEGACY_CGROUP} of {@code targets.h}. */
  private static final long LEGACY = 1L << 63;

  private CgroupId() {}

  /** The number of a directory in the v1 hierarchy of the pids controller. */
  public static long ofLegacy(long inode) {
    return inode | LEGACY;
  }

  /** Whether it is a directory of cgroup v1. */
  public static boolean isLegacy(long id) {
    return id < 0;
  }

  /** The inode of the directory, in either hierarchy. */
  public static long inode(long id) {
    return id & ~LEGACY;
  }
}
