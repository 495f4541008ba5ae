package dev.brazier.agent.record;

import dev.brazier.bpf.FileSighting;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The files that wait for their tables. Those that a sample needs come first, the smallest of them
 * before the others, as it is done soonest; then those that are only mapped, the hottest first. In
 * both, files so large that others would wait long for them come last.
 */
final class TableQueue {

  /** Has some million rows, which take a tenth of a second or more. */
  static final long HUGE_BYTES = 128L << 20;

  private static final Comparator<Waiting> ORDER =
      Comparator.comparing((Waiting waiting) -> !waiting.sampled)
          .thenComparing(waiting -> waiting.size > HUGE_BYTES)
          .thenComparing(Comparator.comparingLong((Waiting waiting) -> waiting.weight).reversed())
          .thenComparingLong(waiting -> waiting.size)
          .thenComparingLong(waiting -> waiting.arrival);

  private final PriorityQueue<Waiting> queue = new PriorityQueue<>(ORDER);
  private final Map<Integer, Waiting> byFile = new HashMap<>();
  private long arrivals;

  /**
   * A file in the queue.
   *
   * @param sampled whether a sample needs it
   * @param weight how hot it is, for those that are only mapped; 0 for the others
   * @param size in bytes; 0 while it is not known
   */
  record Waiting(FileSighting file, boolean sampled, long weight, long size, long arrival) {}

  /** A sample needs the table of this file. */
  void addSampled(FileSighting file, long size) {
    put(new Waiting(file, true, 0, size, arrivals++));
  }

  /** The file is mapped; its size may be unknown, 0. */
  void addMapped(FileSighting file, long weight, long size) {
    Waiting waits = byFile.get(file.fileId());
    if (waits == null || !waits.sampled()) {
      put(new Waiting(file, false, weight, size, arrivals++));
    }
  }

  /** Takes the next. */
  Optional<Waiting> next() {
    Waiting next = queue.poll();
    if (next == null) {
      return Optional.empty();
    }
    byFile.remove(next.file().fileId());
    return Optional.of(next);
  }

  /** Forgets the files that no sample has met. */
  void dropMapped() {
    queue.removeIf(waiting -> !waiting.sampled());
    byFile.values().removeIf(waiting -> !waiting.sampled());
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** How many files wait that a sample needs. */
  int sampled() {
    return (int) queue.stream().filter(Waiting::sampled).count();
  }

  private void put(Waiting waiting) {
    Waiting before = byFile.put(waiting.file().fileId(), waiting);
    if (before != null) {
      queue.remove(before);
    }
    queue.add(waiting);
  }
}
