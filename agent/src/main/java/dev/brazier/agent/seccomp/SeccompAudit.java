package dev.brazier.agent.seccomp;

import dev.brazier.agent.record.HostRoot;
import dev.brazier.agent.record.TargetSearch;
import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.SyscallLosses;
import dev.brazier.bpf.SyscallRefusal;
import dev.brazier.bpf.SyscallWatch;
import dev.brazier.bpf.SyscallWatchConfig;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.ContainerDirectory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches what seccomp refuses, live, also calls that it answers with an errno, of which the kernel
 * tells nobody. Runs from {@link #start} until it is closed; one thread uses it.
 */
public final class SeccompAudit implements AutoCloseable {

  private static final Comparator<RefusedCall> ORDER =
      Comparator.comparing(RefusedCall::container)
          .thenComparing(Comparator.comparingLong(RefusedCall::count).reversed())
          .thenComparing(RefusedCall::call)
          .thenComparing(RefusedCall::answer);

  private final SyscallWatch watch;
  private final CallOrigins origins;
  private final List<String> notes;

  private SeccompAudit(SyscallWatch watch, CallOrigins origins, List<String> notes) {
    this.watch = watch;
    this.origins = origins;
    this.notes = notes;
  }

  /**
   * Begins to watch these, or everything when nothing is named.
   *
   * @param pids processes
   * @param containers by name, pod name or the beginning of their id
   * @param cgroups paths below the cgroup mount; what lies below them counts too
   * @throws dev.brazier.agent.record.RecordingException when one of them does not exist
   * @throws dev.brazier.bpf.BpfException when the kernel refuses to be watched
   */
  public static SeccompAudit start(
      List<Integer> pids, List<String> containers, List<String> cgroups) {
    ProcRoot proc = ProcRoot.host();
    ContainerDirectory directory = new ContainerDirectory(proc, HostRoot.visible());
    WatchedPlaces places = new WatchedPlaces(new TargetSearch("audit", proc, directory));
    pids.forEach(places::addProcess);
    containers.forEach(places::addContainer);
    cgroups.forEach(places::addCgroup);
    SyscallWatch watch = SyscallWatch.open(SyscallWatchConfig.refusals(places.targets()));
    try {
      watch.start();
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
    return new SeccompAudit(watch, new CallOrigins(directory), places.notes());
  }

  /** What differs from what was asked for, one sentence each. */
  public List<String> notes() {
    return notes;
  }

  /** What was refused so far, by container, the most frequent first. */
  public List<RefusedCall> refused() {
    Map<List<Object>, RefusedCall> merged = new HashMap<>();
    for (SyscallRefusal refusal : watch.refusals()) {
      List<Object> same =
          List.of(refusal.cgroupId(), refusal.machine(), refusal.number(), refusal.error());
      merged.merge(same, named(refusal), RefusedCall::plus);
    }
    return merged.values().stream().sorted(ORDER).toList();
  }

  private RefusedCall named(SyscallRefusal refusal) {
    return new RefusedCall(
        origins.name(refusal.cgroupId(), refusal.tgid()),
        refusal.cgroupId(),
        CallNames.display(refusal.machine(), refusal.number()),
        refusal.number(),
        CallNames.machine(refusal.machine()),
        refusal.error() == 0 ? null : BpfException.nameOf(refusal.error()),
        refusal.count(),
        refusal.lastNanos(),
        refusal.processComm(),
        refusal.tgid());
  }

  /** What was missed so far, because there was no room for it in the kernel. */
  public SyscallLosses losses() {
    return watch.losses();
  }

  @Override
  public void close() {
    watch.close();
  }
}
