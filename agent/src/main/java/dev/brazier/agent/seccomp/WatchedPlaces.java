package dev.brazier.agent.seccomp;

import dev.brazier.agent.record.TargetSearch;
import dev.brazier.bpf.CgroupId;
import dev.brazier.bpf.Targets;
import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.CgroupFilter;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to watch, as the kernel can pick them out: cgroups with all below them, and processes with
 * what they fork where there is no such cgroup.
 */
final class WatchedPlaces {

  private final TargetSearch search;
  private final ContainerDirectory directory;
  private final Set<Integer> tgids = new HashSet<>();
  private final Set<Long> cgroupIds = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private boolean followChildren;

  WatchedPlaces(TargetSearch search, ContainerDirectory directory) {
    this.search = search;
    this.directory = directory;
  }

  void addProcess(int pid) {
    tgids.add(search.process(pid).pid());
  }

  /** Adds a container by its directory in cgroup v2, or in the v1 hierarchy of the pids. */
  void addContainer(RunningContainer running) {
    if (directory.filter(running.container()) instanceof CgroupFilter.Usable unified) {
      cgroupIds.add(unified.id());
      return;
    }
    CgroupFilter filter = directory.legacyFilter(running);
    if (filter instanceof CgroupFilter.Usable legacy) {
      cgroupIds.add(CgroupId.ofLegacy(legacy.id()));
    } else if (filter instanceof CgroupFilter.Unusable unusable) {
      byPid(running.processes().stream().map(TargetProcess::pid).toList(), unusable.reason());
    }
  }

  void addContainer(String wanted) {
    addContainer(search.container(wanted));
  }

  void addCgroup(String path) {
    CgroupDirectory cgroup = search.cgroup(path);
    try {
      boolean unified = Files.exists(cgroup.path().resolve("cgroup.controllers"));
      if (unified && cgroup.id() > 1) {
        cgroupIds.add(cgroup.id());
      } else {
        byPid(
            cgroup.pids(),
            cgroup.path() + (unified ? " is the root cgroup" : " is a cgroup of version 1"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read cgroup " + path + ": " + e.getMessage(), e);
    }
  }

  private void byPid(Iterable<Integer> pids, String reason) {
    pids.forEach(tgids::add);
    followChildren = true;
    notes.add(reason + ": watched by pid, with children; what joins later is not seen");
  }

  /** Everything, when nothing was added. */
  Targets targets() {
    return tgids.isEmpty() && cgroupIds.isEmpty()
        ? Targets.all()
        : new Targets(false, tgids, cgroupIds, followChildren);
  }

  /** What differs from what was asked for, one sentence each. */
  List<String> notes() {
    return notes;
  }
}
