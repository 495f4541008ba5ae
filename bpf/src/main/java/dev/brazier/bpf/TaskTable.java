package dev.brazier.bpf;

import dev.brazier.bpf.perf.PerfRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who the threads are that samples come from: what the records of perf events tell of names, forks
 * and ends, and {@code /proc} for what began before.
 *
 * <p>A thread that ended is kept until the second drain after it, as samples of it may come that
 * late.
 */
final class TaskTable {
  private final ProcTasks proc;
  private final Map<Integer, CommBytes> names = new HashMap<>();
  private final Map<Integer, SampledTask> processes = new HashMap<>();
  private List<Integer> ended = new ArrayList<>();
  private List<Integer> endedBefore = new ArrayList<>();

  TaskTable(ProcTasks proc) {
    this.proc = proc;
  }

  /** A process, from its first sample or from the fork that was recorded. */
  static final class SampledTask {
    private final int tgid;
    private long startNanos;
    private boolean lookedAt;
    private Set<Long> cgroups = Set.of();
    private long cgroupsReadNanos;
    private long cgroupsOf;

    private SampledTask(int tgid, long startNanos) {
      this.tgid = tgid;
      this.startNanos = startNanos;
    }

    int tgid() {
      return tgid;
    }

    /** In CLOCK_BOOTTIME; of a process that was gone before anybody looked, CLOCK_MONOTONIC. */
    long startNanos() {
      return startNanos;
    }
  }

  /** Takes in a record about a thread. */
  void take(PerfRecord record) {
    switch (record.kind()) {
      case NAME -> names.put(record.tid(), new CommBytes(record.nameLow(), record.nameHigh()));
      case FORK -> fork(record);
      case EXIT -> ended.add(record.tid());
      case SAMPLE, LOST, OTHER -> {}
    }
  }

  private void fork(PerfRecord record) {
    int tid = record.tid();
    // What had this number before is over, whatever is still said of it.
    ended.remove((Integer) tid);
    endedBefore.remove((Integer) tid);
    names.put(tid, name(record.parentTgid(), record.parentTid()));
    if (record.tgid() != record.parentTgid()) {
      processes.put(record.tgid(), new SampledTask(record.tgid(), record.timeNanos()));
    }
  }

  /** The name of a thread. One that nobody knows any more is called {@code :TID}. */
  CommBytes name(int tgid, int tid) {
    CommBytes known = names.get(tid);
    if (known != null) {
      return known;
    }
    CommBytes read =
        proc.name(tgid, tid)
            .orElseGet(
                () -> {
                  byte[] number = (":" + tid).getBytes(StandardCharsets.US_ASCII);
                  return CommBytes.of(number, number.length);
                });
    names.put(tid, read);
    return read;
  }

  /** A process, looked at in {@code /proc} at its first sample. */
  SampledTask process(int tgid, long sampleNanos) {
    SampledTask process =
        processes.computeIfAbsent(tgid, unused -> new SampledTask(tgid, sampleNanos));
    if (!process.lookedAt) {
      process.lookedAt = true;
      process.startNanos = proc.startNanos(tgid).orElse(process.startNanos);
    }
    return process;
  }

  /**
   * The cgroups of a process, those above them included, as {@link ProcTasks#cgroups} orders them.
   *
   * @param unified its cgroup of v2 at the sample, where the kernel tells, else 0: when it is
   *     another than before they are read again
   * @param newerThan so are those read before this time, of {@link System#nanoTime}
   */
  Set<Long> cgroups(SampledTask process, long unified, long newerThan) {
    boolean read = process.cgroupsReadNanos != 0;
    if (!read || process.cgroupsOf != unified || process.cgroupsReadNanos - newerThan < 0) {
      Set<Long> found = proc.cgroups(process.tgid);
      process.cgroups = found.isEmpty() ? process.cgroups : found;
      process.cgroupsOf = unified;
      process.cgroupsReadNanos = System.nanoTime();
    }
    return process.cgroups;
  }

  /**
   * To be called after each drain.
   *
   * @return the threads that are forgotten
   */
  List<Integer> forgetEnded() {
    List<Integer> forgotten = endedBefore;
    for (int tid : forgotten) {
      names.remove(tid);
      processes.remove(tid);
    }
    endedBefore = ended;
    ended = new ArrayList<>();
    return forgotten;
  }

  /** How many threads have a name here. */
  int size() {
    return names.size();
  }
}
