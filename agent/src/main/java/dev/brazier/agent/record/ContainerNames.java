package dev.brazier.agent.record;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.bpf.CgroupId;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessKey;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The name of the container that a sampled process is in. A cgroup that was seen before answers at
 * once; otherwise the process is looked at, and if it is gone its cgroup.
 */
final class ContainerNames {

  /** What is in the root of cgroup v2 and in that of v1 too, as kernel threads are. */
  private static final long ROOT_CGROUP = 1;

  private final ProcRoot proc;
  private final ContainerDirectory directory;
  private final Map<Long, String> byCgroup = new HashMap<>();

  ContainerNames(ProcRoot proc, ContainerDirectory directory) {
    this.proc = proc;
    this.directory = directory;
  }

  String nameOf(ProcessKey process, long cgroupId) {
    String known = byCgroup.get(cgroupId);
    if (known != null) {
      return known;
    }
    if (process.pid() == 0) {
      return ProfileProcess.HOST;
    }
    ProcReading<TargetProcess> reading = TargetProcess.read(proc, process.pid());
    if (reading instanceof ProcReading.Read<TargetProcess> alive
        && alive.value().key().equals(process)) {
      String name = name(directory.containerOf(alive.value()));
      remember(cgroupId, name);
      return name;
    }
    String name = name(ofCgroup(cgroupId));
    remember(cgroupId, name);
    return name;
  }

  /** A process in the root of every hierarchy is in no container. */
  private Optional<Container> ofCgroup(long cgroupId) {
    if (CgroupId.isLegacy(cgroupId)) {
      return directory.containerOfLegacyCgroup(CgroupId.inode(cgroupId));
    }
    return cgroupId == ROOT_CGROUP ? Optional.empty() : directory.containerOfCgroup(cgroupId);
  }

  /** The root is the exception: without the pids controller it may hide containers of cgroup v1. */
  private void remember(long cgroupId, String name) {
    if (cgroupId != ROOT_CGROUP) {
      byCgroup.put(cgroupId, name);
    }
  }

  private static String name(Optional<Container> container) {
    return container.map(Container::displayName).orElse(ProfileProcess.HOST);
  }
}
