package dev.brazier.agent.seccomp;

import dev.brazier.bpf.CgroupId;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The containers that calls came from. A cgroup's container is looked up while it is there, and
 * remembered.
 */
final class CallOrigins {

  /** What is in no cgroup of its own: there only the process can tell. */
  private static final long ROOT_CGROUP = 1;

  /** What a person reads for a cgroup of no container. */
  static final String HOST = "host";

  private final ContainerDirectory directory;
  private final Map<Long, Container> byCgroup = new HashMap<>();

  CallOrigins(ContainerDirectory directory) {
    this.directory = directory;
  }

  /** The container of a cgroup; empty for one of the host, or one that is gone. */
  Optional<Container> of(long cgroupId) {
    Container known = byCgroup.get(cgroupId);
    if (known != null || cgroupId == ROOT_CGROUP) {
      return Optional.ofNullable(known);
    }
    Optional<Container> found =
        CgroupId.isLegacy(cgroupId)
            ? directory.containerOfLegacyCgroup(CgroupId.inode(cgroupId))
            : directory.containerOfCgroup(cgroupId);
    found.ifPresent(container -> byCgroup.put(cgroupId, container));
    return found;
  }

  /**
   * What to call the place that a call came from.
   *
   * @param pid a process in that cgroup; 0 for none that is visible
   */
  String name(long cgroupId, int pid) {
    return of(cgroupId)
        .or(() -> pid == 0 ? Optional.empty() : directory.containerOf(pid))
        .map(Container::displayName)
        .orElse(HOST);
  }
}
