package dev.brazier.agent.unwind;

import java.util.List;

/**
 * How the unwind tables of a recording fared.
 *
 * @param files that have a table
 * @param tables that are stored; files of one build share one
 * @param bytes that these take
 * @param evicted tables that gave way to others
 * @param noRoom files that found no room, and were tried again every few seconds
 * @param malformed files whose unwind information cannot be read, the most sampled first, with what
 *     is wrong
 * @param unreachable files that could not be opened
 * @param waiting files whose table was wanted by a sample and not ready
 * @param failures what ended it all early; empty as a rule
 */
public record TableFacts(
    int files,
    int tables,
    long bytes,
    int evicted,
    int noRoom,
    List<String> malformed,
    int unreachable,
    int waiting,
    List<String> failures) {

  public static final TableFacts NONE = new TableFacts(0, 0, 0, 0, 0, List.of(), 0, 0, List.of());

  public TableFacts {
    malformed = List.copyOf(malformed);
    failures = List.copyOf(failures);
  }

  TableFacts failed(String failure) {
    return new TableFacts(
        files, tables, bytes, evicted, noRoom, malformed, unreachable, waiting, List.of(failure));
  }
}
