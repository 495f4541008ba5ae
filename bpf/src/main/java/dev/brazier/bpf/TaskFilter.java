package dev.brazier.bpf;

import dev.brazier.bpf.perf.PerfRecord;
import java.util.HashSet;
import java.util.Set;

/** Decides which processes' samples are wanted, as the BPF programs would in the kernel. */
final class TaskFilter {
  /** How soon it is noticed that a process entered a cgroup of version 1. */
  private static final long REREAD_NANOS = 1_000_000_000L;

  private final Targets targets;
  private final TaskTable tasks;
  private final Set<Integer> tgids;
  private final boolean legacy;

  TaskFilter(Targets targets, TaskTable tasks) {
    this.targets = targets;
    this.tasks = tasks;
    this.tgids = new HashSet<>(targets.tgids());
    this.legacy = targets.cgroupIds().stream().anyMatch(CgroupId::isLegacy);
  }

  boolean everything() {
    return targets.everything();
  }

  /** Whether processes that nobody named may be wanted. */
  boolean anyProcess() {
    return targets.everything() || !targets.cgroupIds().isEmpty();
  }

  /** The processes that are wanted by name, and the descendants of such. */
  Set<Integer> tgids() {
    return tgids;
  }

  /**
   * @throws IllegalStateException when everything is wanted
   */
  void add(int tgid) {
    require();
    tgids.add(tgid);
  }

  /**
   * @throws IllegalStateException when everything is wanted
   */
  void remove(int tgid) {
    require();
    tgids.remove(tgid);
  }

  private void require() {
    if (targets.everything()) {
      throw new IllegalStateException("the sampler was opened for all processes");
    }
  }

  /** Takes in a record about a process. */
  void take(PerfRecord record) {
    boolean fork = record.kind() == PerfRecord.Kind.FORK;
    if (fork && targets.followChildren() && tgids.contains(record.parentTgid())) {
      tgids.add(record.tgid());
    }
  }

  /**
   * Whether the samples of a process are wanted.
   *
   * @param unified its cgroup of v2, or 0 where the kernel does not tell
   */
  boolean wants(TaskTable.SampledTask process, long unified) {
    if (targets.everything() || tgids.contains(process.tgid())) {
      return true;
    }
    if (targets.cgroupIds().isEmpty()) {
      return false;
    }
    return targets.cgroupIds().contains(unified) || isBelowTarget(process, unified);
  }

  private boolean isBelowTarget(TaskTable.SampledTask process, long unified) {
    boolean mayHaveMoved = legacy || unified == 0;
    long newerThan = mayHaveMoved ? System.nanoTime() - REREAD_NANOS : Long.MIN_VALUE / 2;
    return tasks.cgroups(process, unified, newerThan).stream()
        .anyMatch(targets.cgroupIds()::contains);
  }
}
