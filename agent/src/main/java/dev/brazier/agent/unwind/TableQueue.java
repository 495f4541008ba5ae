package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
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

  private final PriorityQueue<Waiting> queue = new PriorityQueue<>(TableQueue::order);
  private final Map<Integer, Waiting> byFile = new HashMap<>();
  private long arrivals;

  /** A file in the queue. */
  static final class Waiting {
    private final FileSighting file;
    private final boolean sampled;
    private final long weight;
    private final long size;
    private final long arrival;

    private Waiting(FileSighting file, boolean sampled, long weight, long size, long arrival) {
      this.file = file;
      this.sampled = sampled;
      this.weight = weight;
      this.size = size;
      this.arrival = arrival;
    }

    FileSighting file() {
      return file;
    }

    /** Whether a sample needs it. */
    boolean sampled() {
      return sampled;
    }

    /** How hot it is, for those that are only mapped; 0 for the others. */
    long weight() {
      return weight;
    }

    /** In bytes; 0 while it is not known. */
    long size() {
      return size;
    }
  }

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

  private static int order(Waiting one, Waiting other) {
    if (one.sampled != other.sampled) {
      return one.sampled ? -1 : 1;
    }
    if (one.size > HUGE_BYTES != other.size > HUGE_BYTES) {
      return one.size > HUGE_BYTES ? 1 : -1;
    }
    int hotter = Long.compare(other.weight, one.weight);
    int smaller = Long.compare(one.size, other.size);
    if (hotter != 0 || smaller != 0) {
      return hotter != 0 ? hotter : smaller;
    }
    return Long.compare(one.arrival, other.arrival);
  }
}
