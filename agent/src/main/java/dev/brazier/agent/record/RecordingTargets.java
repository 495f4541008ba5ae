package dev.brazier.agent.record;

import dev.brazier.bpf.Sampler;
import dev.brazier.bpf.Targets;
import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to record: finds what the person named and turns it into what the kernel can pick out. A
 * cgroup v2 directory is picked out with its descendants; where there is none, the processes are,
 * by their pids, and what they fork; their number is then looked at again each second.
 */
final class RecordingTargets {

  private static final long REFRESH_NANOS = 1_000_000_000L;

  private final ProcRoot proc;
  private final TargetSearch search;
  private final Set<Integer> tgids = new HashSet<>();
  private final Set<Integer> inCgroups = new HashSet<>();
  private final Set<Long> cgroupIds = new HashSet<>();
  private final List<PidSource> refreshed = new ArrayList<>();
  private final List<TargetProcess> named = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean followChildren;
  private long refreshedNanos = System.nanoTime();

  /** Lists processes that belong to a target now. */
  private interface PidSource {
    Set<Integer> pids() throws IOException;
  }

  /**
   * Finds everything that {@code config} names.
   *
   * @throws RecordingException when something of it does not exist
   */
  RecordingTargets(RecordingConfig config, ProcRoot proc, ContainerDirectory directory) {
    this.proc = proc;
    this.search = new TargetSearch("record", proc, directory);
    config.pids().forEach(this::addProcess);
    config.containers().forEach(wanted -> addContainer(search.container(wanted)));
    config.cgroups().forEach(this::addCgroup);
  }

  /** Adds a command and everything that it will fork. */
  void addCommand(int pid) {
    tgids.add(pid);
    followChildren = true;
  }

  /** The processes known to be recorded now; empty for the whole machine. */
  Set<Integer> processes() {
    Set<Integer> processes = new HashSet<>(tgids);
    processes.addAll(inCgroups);
    return processes;
  }

  /** For the sampler; everything when nothing was named. */
  Targets forSampler(boolean wholeMachine) {
    return wholeMachine
        ? Targets.all()
        : new Targets(false, Set.copyOf(tgids), Set.copyOf(cgroupIds), followChildren);
  }

  /** What differs from what was asked for, one sentence each. */
  List<String> notes() {
    return notes;
  }

  /** Adds processes that came into a target since the last time, at most once a second. */
  void refresh(Sampler sampler) {
    long now = System.nanoTime();
    if (refreshed.isEmpty() || now - refreshedNanos < REFRESH_NANOS) {
      return;
    }
    refreshedNanos = now;
    for (PidSource source : refreshed) {
      try {
        for (int pid : source.pids()) {
          if (tgids.add(pid)) {
            sampler.addTarget(pid);
          }
        }
      } catch (IOException e) {
        // It is gone, or being made anew; its processes so far stay targets.
      }
    }
  }

  /** Whether the targets are nothing but named processes and all of them have ended. */
  boolean allEnded() {
    return !named.isEmpty()
        && cgroupIds.isEmpty()
        && refreshed.isEmpty()
        && !followChildren
        && named.stream().noneMatch(process -> TargetProcess.isAlive(proc, process.key()));
  }

  private void addProcess(int pid) {
    named.add(search.process(pid));
    tgids.add(pid);
  }

  private void addContainer(RunningContainer running) {
    running.processes().forEach(process -> inCgroups.add(process.pid()));
    String id = running.container().id();
    add(search.placeOf(running), () -> search.pidsOf(id));
  }

  private void addCgroup(String path) {
    CgroupDirectory cgroup = search.cgroup(path);
    try {
      TargetPlace place = search.placeOf(cgroup);
      if (place instanceof TargetPlace.Cgroup) {
        inCgroups.addAll(cgroup.pids());
      }
      add(place, cgroup::pids);
    } catch (IOException e) {
      throw new RecordingException("record cgroup '%s': %s".formatted(path, e.getMessage()), e);
    }
  }

  private void add(TargetPlace place, PidSource source) {
    if (place instanceof TargetPlace.Cgroup cgroup) {
      cgroupIds.add(cgroup.id());
    } else {
      addPids(source, ((TargetPlace.Pids) place).reason());
    }
  }

  private void addPids(PidSource source, String reason) {
    refreshed.add(source);
    followChildren = true;
    notes.add(reason + ": recorded by pid, with children; new processes join within a second");
    try {
      tgids.addAll(source.pids());
    } catch (IOException e) {
      throw new RecordingException("list the processes of a target: " + e.getMessage(), e);
    }
  }
}
