package dev.brazier.container.runtime;

import java.nio.file.Path;

/** Whether the kernel can pick out a container by its cgroup. */
public sealed interface CgroupFilter {

  /**
   * It can.
   *
   * @param id inode of the directory; on cgroup v2 what {@code bpf_get_current_cgroup_id()} says
   * @param directory in the mounted hierarchy
   */
  record Usable(long id, Path directory) implements CgroupFilter {}

  /** It cannot: the processes have to be picked out by their pids. */
  record Unusable(String reason) implements CgroupFilter {}
}
