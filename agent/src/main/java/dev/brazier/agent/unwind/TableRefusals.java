package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that have no table, and why: what cannot be read is never tried again, what found no
 * room is, as long as samples meet it. One thread uses it.
 */
final class TableRefusals {

  static final long RETRY_NANOS = TableShelf.IN_USE_NANOS;

  private final Map<Integer, Refusal> byFile = new HashMap<>();
  private final Set<Integer> noRoom = new HashSet<>();

  private enum Reason {
    MALFORMED,
    UNREACHABLE,
    NO_ROOM
  }

  private static final class Refusal {
    private final FileSighting file;
    private final Reason reason;
    private final String text;
    private final long retryNanos;
    private long seen;

    private Refusal(FileSighting file, Reason reason, String text, long retryNanos) {
      this.file = file;
      this.reason = reason;
      this.text = text;
      this.retryNanos = retryNanos;
    }
  }

  /** The file's unwind information cannot be read. */
  void malformed(FileSighting file, String name, String fault, TableStore store) {
    put(new Refusal(file, Reason.MALFORMED, name + ": " + fault, 0), store);
  }

  /** There is no way to the file. */
  void unreachable(FileSighting file, TableStore store) {
    put(new Refusal(file, Reason.UNREACHABLE, file.name(), 0), store);
  }

  /** Every table that is stored is in use. */
  void noRoom(FileSighting file, long nanoTime, TableStore store) {
    noRoom.add(file.fileId());
    put(new Refusal(file, Reason.NO_ROOM, file.name(), nanoTime + RETRY_NANOS), store);
  }

  private void put(Refusal refusal, TableStore store) {
    byFile.put(refusal.file.fileId(), refusal);
    store.refuse(refusal.file);
  }

  /** Refuses a file again that was refused before; whether it was. */
  boolean repeat(FileSighting file, TableStore store) {
    boolean known = byFile.containsKey(file.fileId());
    if (known) {
      store.refuse(file);
    }
    return known;
  }

  /** Samples met these files. */
  void seen(int[] fileIds) {
    if (byFile.isEmpty()) {
      return;
    }
    for (int fileId : fileIds) {
      Refusal refusal = byFile.get(fileId);
      if (refusal != null) {
        refusal.seen++;
      }
    }
  }

  /** Of these, takes out those that found no room a while ago: they may find some now. */
  List<FileSighting> takeRetries(int[] fileIds, long nanoTime) {
    List<FileSighting> retries = new ArrayList<>();
    if (byFile.isEmpty()) {
      return retries;
    }
    for (int fileId : fileIds) {
      Refusal refusal = byFile.get(fileId);
      if (refusal != null
          && refusal.reason == Reason.NO_ROOM
          && nanoTime - refusal.retryNanos >= 0) {
        byFile.remove(fileId);
        retries.add(refusal.file);
      }
    }
    return retries;
  }

  /** How many files there was no room for, now or before. */
  int noRoom() {
    return noRoom.size();
  }

  /** The malformed files, those that samples met most often first: name and fault. */
  List<String> malformed() {
    return byFile.values().stream()
        .filter(refusal -> refusal.reason == Reason.MALFORMED)
        .sorted(
            Comparator.comparingLong((Refusal refusal) -> refusal.seen)
                .reversed()
                .thenComparing(refusal -> refusal.text))
        .map(refusal -> refusal.text)
        .toList();
  }

  int unreachable() {
    return (int)
        byFile.values().stream().filter(refusal -> refusal.reason == Reason.UNREACHABLE).count();
  }
}
