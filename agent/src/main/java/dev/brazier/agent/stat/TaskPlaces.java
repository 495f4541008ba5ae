package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.bpf.counter.CounterPlace;
import dev.brazier.bpf.counter.CounterSet;
import dev.brazier.bpf.counter.CounterStart;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counters on threads, which their threads and processes to come inherit.
 *
 * <p>A thread that starts while counters are being opened inherits them or not, depending on
 * whether its parent had its own by then; nobody can tell. So they are opened anew until no thread
 * has started meanwhile.
 */
final class TaskPlaces implements Places {

  private static final int MOST_ATTEMPTS = 10;

  /** Lists the processes that are counted now. */
  interface PidSource {
    Set<Integer> pids() throws IOException;
  }

  private final ProcRoot proc;
  private final PidSource source;
  private final List<String> notes;
  private final List<CounterSet> sets;
  private final Set<Integer> known = new HashSet<>();

  /**
   * Opens counters on every thread of the processes there are.
   *
   * @param notes gets a sentence when threads had to be left out
   */
  TaskPlaces(ProcRoot proc, PidSource source, CounterStart start, List<String> notes)
      throws IOException {
    this.proc = proc;
    this.source = source;
    this.notes = notes;
    this.sets = open(source, start);
    known.addAll(source.pids());
  }

  @Override
  public List<CounterSet> sets() {
    return sets;
  }

  @Override
  public String how() {
    return sets.size() == 1
        ? "1 thread and what it starts"
        : sets.size() + " threads and what they start";
  }

  /**
   * Counts processes that came in from outside, such as those of {@code docker exec}; children of
   * counted ones have inherited their counters.
   */
  @Override
  public void refresh() {
    try {
      Set<Integer> now = source.pids();
      known.retainAll(now);
      Set<Integer> foreign = new TreeSet<>();
      for (int pid : now) {
        if (!known.contains(pid) && !descends(pid, now)) {
          foreign.add(pid);
        }
      }
      known.addAll(now);
      if (!foreign.isEmpty()) {
        List<CounterSet> opened = open(() -> foreign, CounterStart.WHEN_ENABLED);
        sets.addAll(opened);
        opened.forEach(CounterSet::enable);
      }
    } catch (IOException e) {
      // It is gone, or being made anew; its processes so far stay counted.
    }
  }

  private List<CounterSet> open(PidSource pids, CounterStart start) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Set<Integer> before = threads(pids);
      List<CounterSet> opened = open(before, start);
      Set<Integer> started = threads(pids);
      started.removeAll(before);
      if (started.isEmpty()) {
        return opened;
      }
      if (attempt == MOST_ATTEMPTS) {
        notes.add(
            "threads start all the time: up to %d of them, with what they start, may be missing"
                .formatted(started.size()));
        return opened;
      }
      opened.forEach(CounterSet::close);
    }
  }

  private static List<CounterSet> open(Set<Integer> tids, CounterStart start) {
    List<CounterSet> opened = new ArrayList<>();
    try {
      for (int tid : tids) {
        opened.add(CounterSet.open(new CounterPlace.Task(tid), CounterEvent.all(), start));
      }
      return opened;
    } catch (RuntimeException | Error e) {
      opened.forEach(CounterSet::close);
      throw e;
    }
  }

  private Set<Integer> threads(PidSource pids) throws IOException {
    Set<Integer> tids = new TreeSet<>();
    for (int pid : pids.pids()) {
      tids.addAll(proc.threads(pid).found().orElse(List.of()));
    }
    return tids;
  }

  /** Whether one of its ancestors was counted before, or is in the target too. */
  private boolean descends(int pid, Set<Integer> now) {
    int parent = parent(pid);
    while (now.contains(parent) && !known.contains(parent)) {
      parent = parent(parent);
    }
    return known.contains(parent);
  }

  private int parent(int pid) {
    return proc.stat(pid).found().map(ProcStat::parentPid).orElse(0);
  }
}
