package dev.brazier.bpf;

import dev.brazier.bpf.SamplingEvent.Attribute;
import dev.brazier.bpf.perf.PerfRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Perf events on the threads of this user's processes. What a thread starts inherits them, which
 * its record of the fork tells; what comes from elsewhere, as a login does, is found in {@code
 * /proc}.
 *
 * <p>A thread that is found is followed at the second look only: had it been started by one that is
 * followed, its record has been read by then, and it would be sampled twice.
 */
final class OwnEvents implements AutoCloseable {
  private final Attribute attribute;
  private final CpuRings rings;
  private final TaskFilter filter;
  private final ProcTasks proc;
  private final int uid = NativeLibraries.libC().geteuid();
  private final List<SamplingEvent> events = new ArrayList<>();
  private final Set<Integer> refused = new TreeSet<>();
  private final Set<Integer> followed = new HashSet<>();
  private Set<Integer> seenOnce = new HashSet<>();
  private int leftOut;

  OwnEvents(Attribute attribute, CpuRings rings, TaskFilter filter, ProcTasks proc) {
    this.attribute = attribute;
    this.rings = rings;
    this.filter = filter;
    this.proc = proc;
  }

  /**
   * Begins with the threads that are there.
   *
   * @throws PermissionRefusedException when processes were named and none of them may be sampled
   */
  void start() {
    PermissionRefusedException refusal = null;
    for (int tgid : wanted()) {
      PermissionRefusedException own = follow(tgid, proc.threads(tgid));
      refusal = own == null ? refusal : own;
    }
    if (refusal != null && events.isEmpty()) {
      throw refusal;
    }
  }

  /** Looks for threads that nobody told of; to be called about once a second. */
  void look() {
    Set<Integer> strange = new HashSet<>();
    for (int tgid : wanted()) {
      List<Integer> fresh = new ArrayList<>();
      for (int tid : proc.threads(tgid)) {
        if (!followed.contains(tid)) {
          (seenOnce.contains(tid) ? fresh : strange).add(tid);
        }
      }
      if (!refused.contains(tgid)) {
        follow(tgid, fresh);
      }
    }
    seenOnce = strange;
  }

  /** One more process is wanted. */
  void follow(int tgid) {
    follow(tgid, proc.threads(tgid));
  }

  /** Takes in a record about a thread. */
  void take(PerfRecord record) {
    switch (record.kind()) {
      case FORK -> followed.add(record.tid());
      case EXIT -> followed.remove(record.tid());
      case SAMPLE, NAME, LOST, OTHER -> {}
    }
  }

  /** What could not be followed, one sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!refused.isEmpty()) {
      notes.add(
          "%s of this user may not be looked into, as they have more privileges or hide themselves, and are not recorded: %s"
              .formatted(
                  refused.size() == 1 ? "1 process" : "%,d processes".formatted(refused.size()),
                  some(refused)));
    }
    if (leftOut > 0) {
      notes.add(
          "%,d threads are not recorded: too many open files, raise RLIMIT_NOFILE (ulimit -n)"
              .formatted(leftOut));
    }
    return notes;
  }

  private static String some(Set<Integer> tgids) {
    List<String> first = tgids.stream().limit(5).map(String::valueOf).toList();
    return "pid " + String.join(", ", first) + (tgids.size() > first.size() ? ", …" : "");
  }

  private List<Integer> wanted() {
    return filter.anyProcess() ? proc.processesOf(uid) : List.copyOf(filter.tgids());
  }

  private @Nullable PermissionRefusedException follow(int tgid, List<Integer> tids) {
    for (int tid : tids) {
      if (!followed.contains(tid)) {
        try {
          open(tid);
          followed.add(tid);
        } catch (PermissionRefusedException e) {
          refused.add(tgid);
          return e;
        } catch (BpfException e) {
          leftOut += e.errno() == Errno.ESRCH ? 0 : 1;
        }
      }
    }
    return null;
  }

  private void open(int tid) {
    for (CpuRing ring : rings.online()) {
      try {
        SamplingEvent event = SamplingEvent.open(attribute, tid, ring.cpu());
        events.add(event);
        event.writeTo(ring.event());
        event.enable();
      } catch (BpfException e) {
        // A CPU that went offline since the list was read has nothing to sample.
        if (e.errno() != Errno.ENODEV) {
          throw e;
        }
      }
    }
  }

  /** Ends all sampling; {@link #start} may begin anew. */
  @Override
  public void close() {
    try (CloseStack all = new CloseStack()) {
      events.forEach(all::own);
      events.clear();
      followed.clear();
      seenOnce.clear();
    }
  }
}
