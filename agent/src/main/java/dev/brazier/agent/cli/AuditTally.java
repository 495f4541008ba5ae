package dev.brazier.agent.cli;

import dev.brazier.container.seccomp.AuditLine;
import dev.brazier.container.seccomp.AuditLine.Caught;
import dev.brazier.container.seccomp.AuditLine.Lost;
import dev.brazier.container.seccomp.AuditLine.Malformed;
import dev.brazier.container.seccomp.AuditLine.Suppressed;
import dev.brazier.container.seccomp.AuditRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the calls that a log says were caught, and what the log says it does not hold. */
final class AuditTally {

  private static final List<String> HEADINGS =
      List.of("COUNT", "SYSCALL", "ARCHITECTURE", "ACTION", "CONTAINER", "PROGRAM");

  private final Function<AuditRecord, String> containers;
  private final Map<Row, Long> counts = new HashMap<>();
  private long caught;
  private long suppressed;
  private long lost;
  private long malformed;
  private @Nullable String firstReason;

  /**
   * @param containers names the container of a record's process, or says why there is none
   */
  AuditTally(Function<AuditRecord, String> containers) {
    this.containers = containers;
  }

  void add(String line) {
    AuditLine read = AuditLine.parse(line);
    if (read instanceof Caught found) {
      caught++;
      counts.merge(row(found.record()), 1L, Long::sum);
    } else if (read instanceof Suppressed notice) {
      suppressed += notice.lines();
    } else if (read instanceof Lost notice) {
      lost = Math.max(lost, notice.total());
    } else if (read instanceof Malformed bad) {
      malformed++;
      firstReason = firstReason == null ? bad.reason() : firstReason;
    }
  }

  /** How many calls were caught. */
  long caught() {
    return caught;
  }

  /** A table, the most frequent first; nothing when nothing was caught. */
  List<String> table() {
    if (counts.isEmpty()) {
      return List.of();
    }
    List<List<String>> cells = new ArrayList<>(List.of(HEADINGS));
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<Row, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> cells.add(entry.getKey().cells(entry.getValue())));
    return aligned(cells);
  }

  /** What is not in the table, and why; for standard error. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (suppressed > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "lost %,d lines of the audit log: the kernel prints about 10 in 5 s and suppressed"
                  + " them; it does not say of which type they were",
              suppressed));
    }
    if (lost > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "lost %,d lines of the audit log since the machine started: its queue was full",
              lost));
    }
    if (malformed > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "skipped %,d lines about seccomp that cannot be read: %s",
              malformed,
              firstReason));
    }
    return notes;
  }

  private Row row(AuditRecord record) {
    return new Row(
        record.syscall().orElse("#" + record.number()),
        record.architecture(),
        record.action(),
        containers.apply(record),
        printable(record.executable().isEmpty() ? record.comm() : record.executable()));
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> aligned(row, widths)).collect(Collectors.toList());
  }

  /** Counts to the right, the rest to the left. */
  private static String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    line.append(" ".repeat(widths[0] - row.get(0).length())).append(row.get(0));
    for (int column = 1; column < widths.length; column++) {
      String cell = row.get(column);
      line.append("  ").append(cell).append(" ".repeat(widths[column] - cell.length()));
    }
    return line.toString().stripTrailing();
  }

  /** Names are foreign: none may move the cursor or colour the terminal. */
  private static String printable(String name) {
    return name.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  /** What is counted together. */
  private record Row(
      String syscall, String architecture, String action, String container, String program)
      implements Comparable<Row> {

    private static final Comparator<Row> ORDER =
        Comparator.comparing(Row::syscall)
            .thenComparing(Row::architecture)
            .thenComparing(Row::action)
            .thenComparing(Row::container)
            .thenComparing(Row::program);

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }

    List<String> cells(long count) {
      return List.of(
          String.format(Locale.ROOT, "%d", count),
          syscall,
          architecture,
          action,
          container,
          program);
    }
  }
}
