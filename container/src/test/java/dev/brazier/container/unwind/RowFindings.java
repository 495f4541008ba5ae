package dev.brazier.container.unwind;

import dev.brazier.container.elf.MalformedElfException.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What comparing tables with readelf gave, added up over files. */
final class RowFindings {
  private static final int MOST_SAMPLES = 3; // of a kind

  private long equal;
  private long functions;
  private int files;
  private long rows;
  private long nanos;
  private final Set<UnwindRule> rules = new HashSet<>();
  private final Map<String, Integer> explained = new TreeMap<>();
  private final Map<String, Integer> different = new TreeMap<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Map<Fault, Integer> skipped = new TreeMap<>();
  private final List<String> samples = new ArrayList<>();

  void compiled(UnwindTable table, long nanos) {
    files++;
    rows += table.rows();
    rules.addAll(table.rules());
    this.nanos += nanos;
    // "3 rows with ..." and "... : 3, first at ..." are counted under their text.
    table.faults().forEach(f -> add(f.replaceAll("^\\d+ rows?|: \\d+, first at .*", ""), faults));
  }

  void countFunction() {
    functions++;
  }

  void countEqual() {
    equal++;
  }

  /** The number of rows of readelf's that mean the same in the table. */
  long equalRows() {
    return equal;
  }

  void skip(Fault fault) {
    skipped.merge(fault, 1, Integer::sum);
  }

  void explain(String kind) {
    add(kind, explained);
  }

  void differ(String kind, String what) {
    if (add(kind, different) <= MOST_SAMPLES) {
      samples.add(kind + ": " + what);
    }
  }

  private static int add(String kind, Map<String, Integer> to) {
    return to.merge(kind, 1, Integer::sum);
  }

  /** Differences that have no explanation, with the first of each kind. */
  List<String> samples() {
    return samples;
  }

  @Override
  public String toString() {
    return """
        %d files (not read: %s), %d FDEs, %d rows of readelf's equal
        explained differences: %s
        unexplained differences: %s
        tables: %d rows, %d rules, %.1f ms; faults by files: %s"""
        .formatted(
            files,
            skipped,
            functions,
            equal,
            explained,
            different,
            rows,
            rules.size(),
            nanos / 1e6,
            faults);
  }
}
