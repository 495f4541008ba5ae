package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.MappingKind;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which mapped files are likely to be sampled first: those of the processes that are to be recorded
 * and have had most of the CPU so far. Read from {@code /proc} at the start.
 */
final class HotFiles {

  /** The busiest map nearly everything that counts; reading takes a ms each in a cold JVM. */
  private static final int PROCESSES_READ = 8;

  /** On a machine with thousands of processes, those that were looked at must do. */
  static final long WEIGHING_NANOS = 15_000_000L;

  /** What is recorded counts more than any CPU time so far. */
  private static final long TARGET_TICKS = 1L << 40;

  private final Map<Integer, Long> ticks = new HashMap<>();
  private final Map<Inode, HotFile> files = new HashMap<>();

  private HotFiles() {}

  /**
   * A file with a mapping that shows it.
   *
   * @param weight CPU time of all that map it, in ticks
   */
  record HotFile(FileRequest request, long weight) {
    Inode inode() {
      return Inode.of(request);
    }
  }

  /**
   * Weighs what is mapped now.
   *
   * @param targets the processes to be recorded; empty for all
   */
  static HotFiles read(ProcRoot proc, Set<Integer> targets, LongSupplier nanoTime) {
    HotFiles hot = new HotFiles();
    hot.weigh(proc, targets, nanoTime);
    hot.busiest().forEach(pid -> hot.addMappings(proc, pid));
    return hot;
  }

  /** No file is hotter than another. */
  static HotFiles none() {
    return new HotFiles();
  }

  /** The files of the busiest processes, the hottest first. */
  List<HotFile> hottestFirst() {
    List<HotFile> sorted = new ArrayList<>(files.values());
    sorted.sort(HotFiles::hotterFirst);
    return sorted;
  }

  /** Those of the processes that are to be recorded alone, the hottest first. */
  List<HotFile> recorded() {
    return hottestFirst().stream().filter(file -> file.weight() >= TARGET_TICKS).toList();
  }

  /** How hot a file is, in ticks of CPU time. */
  long weight(FileSighting sighting) {
    if (sighting.vdso()) {
      return Long.MAX_VALUE; // every process maps it
    }
    HotFile file = files.get(Inode.of(sighting));
    return file != null ? file.weight() : ticksOf(sighting.tgid());
  }

  private void weigh(ProcRoot proc, Set<Integer> targets, LongSupplier nanoTime) {
    long end = nanoTime.getAsLong() + WEIGHING_NANOS;
    targets.forEach(pid -> weigh(proc, pid, TARGET_TICKS));
    try {
      List<Integer> pids = proc.pids();
      // The youngest first: the oldest are the kernel's threads and daemons.
      for (int i = pids.size() - 1; i >= 0 && nanoTime.getAsLong() - end < 0; i--) {
        if (!targets.contains(pids.get(i))) {
          weigh(proc, pids.get(i), 0);
        }
      }
    } catch (IOException e) {
      // Without a list of processes, files are met in any order.
    }
  }

  private void weigh(ProcRoot proc, int pid, long extra) {
    proc.stat(pid).found().ifPresent(stat -> ticks.put(pid, stat.cpuTicks() + extra));
  }

  private List<Integer> busiest() {
    List<Integer> pids = new ArrayList<>(ticks.keySet());
    pids.sort((one, other) -> Long.compare(ticksOf(other), ticksOf(one)));
    return pids.subList(0, Math.min(PROCESSES_READ, pids.size()));
  }

  private long ticksOf(int pid) {
    return ticks.getOrDefault(pid, 0L);
  }

  private static int hotterFirst(HotFile one, HotFile other) {
    int order = Long.compare(other.weight(), one.weight());
    return order != 0 ? order : Long.compare(one.inode().number(), other.inode().number());
  }

  private void addMappings(ProcRoot proc, int pid) {
    Set<Inode> counted = new HashSet<>();
    proc.codeMappings(pid)
        .found()
        .ifPresent(
            mappings -> {
              for (Mapping mapping : mappings) {
                if (mapping.kind() == MappingKind.FILE) {
                  add(FileRequest.of(pid, mapping), counted);
                }
              }
            });
  }

  private void add(FileRequest request, Set<Inode> counted) {
    if (counted.add(Inode.of(request))) {
      HotFile found = new HotFile(request, ticksOf(request.pid()));
      files.merge(
          found.inode(),
          found,
          (old, young) -> new HotFile(old.request(), old.weight() + young.weight()));
    }
  }
}
