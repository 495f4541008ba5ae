package dev.brazier.agent.record;

import dev.brazier.bpf.FileSighting;
import dev.brazier.container.process.FileRequest;
import dev.brazier.container.process.Mapping;
import dev.brazier.container.process.MappingKind;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which mapped files are likely to be sampled first: those of the processes that are to be recorded
 * and have had most of the CPU so far. Read from {@code /proc} at the start.
 */
final class HotFiles {

  /** Their mappings tell the order of nearly all files that count; reading more takes too long. */
  private static final int PROCESSES_READ = 32;

  /** {@code stat} takes some 20 µs each. */
  private static final int PROCESSES_WEIGHED = 4096;

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
  static HotFiles read(ProcRoot proc, Set<Integer> targets) {
    HotFiles hot = new HotFiles();
    hot.weigh(proc, targets);
    hot.busiest().forEach(pid -> hot.addMappings(proc, pid));
    return hot;
  }

  /** No file is hotter than another. */
  static HotFiles none() {
    return new HotFiles();
  }

  /** The files of the busiest processes, the hottest first. */
  List<HotFile> hottestFirst() {
    return files.values().stream()
        .sorted(
            Comparator.comparingLong(HotFile::weight)
                .reversed()
                .thenComparing(file -> file.inode().number()))
        .toList();
  }

  /** How hot a file is, in ticks of CPU time. */
  long weight(FileSighting sighting) {
    if (sighting.vdso()) {
      return Long.MAX_VALUE; // every process maps it
    }
    HotFile file = files.get(Inode.of(sighting));
    return file != null ? file.weight() : ticks.getOrDefault(sighting.tgid(), 0L);
  }

  private void weigh(ProcRoot proc, Set<Integer> targets) {
    targets.forEach(pid -> weigh(proc, pid, TARGET_TICKS));
    try {
      proc.pids().stream()
          .filter(pid -> !targets.contains(pid))
          .limit(PROCESSES_WEIGHED)
          .forEach(pid -> weigh(proc, pid, 0));
    } catch (IOException e) {
      // Without a list of processes, files are met in any order.
    }
  }

  private void weigh(ProcRoot proc, int pid, long extra) {
    proc.stat(pid).found().ifPresent(stat -> ticks.put(pid, stat.cpuTicks() + extra));
  }

  private List<Integer> busiest() {
    return ticks.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(PROCESSES_READ)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void addMappings(ProcRoot proc, int pid) {
    Set<Inode> counted = new HashSet<>();
    proc.mappings(pid)
        .found()
        .ifPresent(
            mappings -> {
              for (Mapping mapping : mappings) {
                if (mapping.kind() == MappingKind.FILE && mapping.permissions().execute()) {
                  add(FileRequest.of(pid, mapping), counted);
                }
              }
            });
  }

  private void add(FileRequest request, Set<Inode> counted) {
    if (counted.add(Inode.of(request))) {
      HotFile found = new HotFile(request, ticks.getOrDefault(request.pid(), 0L));
      files.merge(
          found.inode(),
          found,
          (old, young) -> new HotFile(old.request(), old.weight() + young.weight()));
    }
  }
}
