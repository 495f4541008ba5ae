package dev.brazier.agent.cli;

import dev.brazier.flamegraph.ComparedTree;
import dev.brazier.flamegraph.diff.FunctionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Functions that grew or shrank, as lines of text. */
final class ChangeTable {

  private ChangeTable() {}

  /** A heading and a line for each function: shares before and after, and what they changed by. */
  static List<String> lines(List<FunctionChange> changes, ComparedTree tree) {
    List<String> lines = new ArrayList<>();
    lines.add(row("self", "", "", "total", "", "", ""));
    lines.add(row("before", "after", "change", "before", "after", "change", "function"));
    double before = Math.max(1, tree.totalBefore());
    double after = Math.max(1, tree.totalAfter());
    for (FunctionChange change : changes) {
      lines.add(
          row(
              share(change.selfBefore() / before),
              share(change.selfAfter() / after),
              signed(change.selfChange()),
              share(change.totalBefore() / before),
              share(change.totalAfter() / after),
              signed(change.totalChange()),
              printable(change.name())));
    }
    return lines;
  }

  /** One line that says by how much a function grew, and how much would have been allowed. */
  static String complaint(FunctionChange change, double allowed) {
    return "%s grew by %s of all, %s with its callees: more than %s"
        .formatted(
            printable(change.name()),
            signed(change.selfChange()),
            signed(change.totalChange()),
            share(allowed));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%9s %9s %9s   %9s %9s %9s   %s", cells).stripTrailing();
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  private static String signed(double share) {
    String text = String.format(Locale.ROOT, "%+.2f %%", share * 100);
    return text.equals("-0.00 %") ? "+0.00 %" : text;
  }

  /** Names are foreign text: what would move the cursor, or colour the terminal, is a sign. */
  private static String printable(String name) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean hidden = type == Character.FORMAT || type == Character.LINE_SEPARATOR;
      if (Character.isISOControl(c) || hidden || type == Character.PARAGRAPH_SEPARATOR) {
        text.setCharAt(i, '?');
      }
    }
    return name.isBlank() ? "[no name]" : text.toString();
  }
}
