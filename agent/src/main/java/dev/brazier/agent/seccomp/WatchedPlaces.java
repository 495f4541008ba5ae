package dev.brazier.agent.seccomp;

import dev.brazier.agent.record.TargetPlace;
import dev.brazier.agent.record.TargetSearch;
import dev.brazier.bpf.Targets;
import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to watch, as the kernel can pick them out: cgroups with all below them, and processes with
 * what they fork where there is no such cgroup.
 */
final class WatchedPlaces {

  private final TargetSearch search;
  private final Set<Integer> tgids = new HashSet<>();
  private final Set<Long> cgroupIds = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private boolean followChildren;

  WatchedPlaces(TargetSearch search) {
    this.search = search;
  }

  void addProcess(int pid) {
    tgids.add(search.process(pid).pid());
  }

  /** Adds a container by its directory in cgroup v2, or in the v1 hierarchy of the pids. */
  void addContainer(RunningContainer running) {
    add(search.placeOf(running), running.processes().stream().map(TargetProcess::pid).toList());
  }

  void addContainer(String wanted) {
    addContainer(search.container(wanted));
  }

  void addCgroup(String path) {
    CgroupDirectory cgroup = search.cgroup(path);
    try {
      add(search.placeOf(cgroup), cgroup.pids());
    } catch (IOException e) {
      throw new UncheckedIOException("read cgroup " + path + ": " + e.getMessage(), e);
    }
  }

  private void add(TargetPlace place, Collection<Integer> pids) {
    if (place instanceof TargetPlace.Cgroup cgroup) {
      cgroupIds.add(cgroup.id());
      return;
    }
    tgids.addAll(pids);
    followChildren = true;
    String reason = ((TargetPlace.Pids) place).reason();
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
