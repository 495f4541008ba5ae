package dev.brazier.agent.stat;

import dev.brazier.bpf.counter.CounterEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports as lines for people: a block for each subject, or one line a count for each interval. */
public final class StatText {

  /** Characters of a line of event names. */
  private static final int LONGEST_LIST = 90;

  private StatText() {}

  /** A whole report: for each subject a heading, its counts, and what is missing and why. */
  public static List<String> lines(StatReport report) {
    List<String> lines = new ArrayList<>();
    for (SubjectCounts subject : report.subjects()) {
      lines.add(
          "%s: %s, %s s"
              .formatted(
                  subject.subject().name(), subject.how(), seconds(subject.length().toNanos())));
      lines.add("");
      rows(subject).forEach(row -> lines.add("  " + row));
      missing(subject).forEach(line -> lines.add("  " + line));
      lines.add("");
    }
    report.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  /** One interval: its end, the subject and a count on each line. */
  public static List<String> intervalLines(StatReport report) {
    int widest =
        report.subjects().stream().mapToInt(s -> s.subject().name().length()).max().orElse(0);
    String end = "%10s".formatted(seconds(report.until().toNanos()));
    List<String> lines = new ArrayList<>();
    for (SubjectCounts subject : report.subjects()) {
      String name = subject.subject().name();
      String prefix = end + "  " + name + " ".repeat(widest - name.length()) + "  ";
      rows(subject).forEach(row -> lines.add(prefix + row));
    }
    return lines;
  }

  /** Before the first interval: what its lines hold. */
  public static List<String> intervalHeading(StatReport first) {
    List<String> lines = new ArrayList<>();
    for (SubjectCounts subject : first.subjects()) {
      lines.add("# " + subject.subject().name() + ": " + subject.how());
      missing(subject).forEach(line -> lines.add("#   " + line));
    }
    lines.add("# seconds  subject, count, event, rate");
    return lines;
  }

  private static List<String> rows(SubjectCounts subject) {
    List<String> rows = new ArrayList<>();
    subject
        .counts()
        .forEach(
            (event, count) -> {
              if (count instanceof Count.Counted counted) {
                rows.add(row(event, counted, subject));
              }
            });
    return rows;
  }

  private static String row(CounterEvent event, Count.Counted count, SubjectCounts subject) {
    String number =
        event.time()
            ? String.format(Locale.ROOT, "%,20.2f ms", count.value() / 1e6)
            : String.format(Locale.ROOT, "%,20d   ", count.value());
    String name = count.userOnly() ? event + ":u" : event.toString();
    String derived = Derived.of(event, subject).map(Derived::text).orElse("");
    String remarks = remarks(count);
    return "%s  %-26s%s%s".formatted(number, name, derived, remarks).stripTrailing();
  }

  private static String remarks(Count.Counted count) {
    String remarks = "";
    if (count.share() < 0.9995) {
      remarks +=
          String.format(
              Locale.ROOT, "  (counted %.1f %% of the time, extended)", 100 * count.share());
    }
    if (count.placesWithout() > 0) {
      remarks += "  (not on %d of its CPUs or threads)".formatted(count.placesWithout());
    }
    return remarks;
  }

  /** Each reason, and below it the events. */
  private static List<String> missing(SubjectCounts subject) {
    Map<Count.Missing, List<String>> events = new LinkedHashMap<>();
    subject
        .counts()
        .forEach(
            (event, count) -> {
              if (count instanceof Count.Missing missing) {
                events.computeIfAbsent(missing, first -> new ArrayList<>()).add(event.toString());
              }
            });
    List<String> lines = new ArrayList<>();
    events.forEach(
        (why, names) -> {
          lines.add("not counted: " + reason(why));
          lines.addAll(wrapped(names));
        });
    return lines;
  }

  private static List<String> wrapped(List<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      if (line.length() + name.length() > LONGEST_LIST) {
        lines.add("    " + line.toString().strip());
        line.setLength(0);
      }
      line.append(name).append(name.equals(names.get(names.size() - 1)) ? "" : ", ");
    }
    lines.add("    " + line.toString().strip());
    return lines;
  }

  private static String reason(Count.Missing missing) {
    return missing.errno() == null
        ? missing.reason()
        : missing.reason() + " (" + missing.errno() + ")";
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }
}
