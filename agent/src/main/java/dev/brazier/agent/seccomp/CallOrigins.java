package dev.brazier.agent.seccomp;

import dev.brazier.bpf.CgroupId;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** A process that is gone may have been in a container that is gone, too. */
  private static String nameless(long cgroupId, int pid) {
    boolean told = cgroupId == ROOT_CGROUP || Files.exists(Path.of("/proc", Integer.toString(pid)));
    return told ? HOST : "cgroup " + CgroupId.inode(cgroupId);
  }

  /**
   * What to call the place that a call came from: the container, {@code host}, or the cgroup where
   * neither can be told any more.
   *
   * @param pid a process in that cgroup; 0 for none that is visible
   */
  String name(long cgroupId, int pid) {
    if (pid != 0 && !byCgroup.containsKey(cgroupId)) {
      // Quicker than to look for the directory, and may be the last chance.
      Optional<Container> found = directory.containerOf(pid);
      if (found.isPresent() && cgroupId == ROOT_CGROUP) {
        return found.get().displayName();
      }
      found.ifPresent(container -> byCgroup.put(cgroupId, container));
    }
    return of(cgroupId).map(Container::displayName).orElseGet(() -> nameless(cgroupId, pid));
  }
}
