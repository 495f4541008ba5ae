package dev.brazier.agent.export.top;

import dev.brazier.agent.export.top.TopTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table as lines of a terminal. */
public final class TerminalTop {

  private static final int WIDEST_NAME = 60;
  private static final int WIDEST_MODULE = 24;
  private static final int WIDEST_ORIGINS = 72;

  private TerminalTop() {}

  /** Lines with a heading and a last line that says what is not shown. */
  public static List<String> lines(TopTable table) {
    int names = "function".length();
    int modules = "module".length();
    for (Row row : table.rows()) {
      names = Math.max(names, length(name(row)));
      modules = Math.max(modules, length(module(row)));
    }
    List<String> lines = new ArrayList<>();
    String cells = "%9s  %9s  %s  %-11s  %s  %s";
    lines.add(
        cells.formatted(
            "self", "total", padded("function", names), "kind", padded("module", modules), "from"));
    for (Row row : table.rows()) {
      lines.add(
          cells.formatted(
              TopText.share(row.self(), table),
              TopText.share(row.total(), table),
              padded(name(row), names),
              TopText.kind(row.frame()),
              padded(module(row), modules),
              shortened(TopText.printable(TopText.origins(row)), WIDEST_ORIGINS)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d functions, %,d samples",
            table.rows().size(),
            table.functions(),
            table.samples()));
    return lines;
  }

  private static String name(Row row) {
    return shortened(TopText.printable(row.frame().name()), WIDEST_NAME);
  }

  private static String module(Row row) {
    return shortened(TopText.printable(row.frame().module()), WIDEST_MODULE);
  }

  /** Instances of templates have names of a thousand characters: both ends tell the most. */
  private static String shortened(String text, int widest) {
    int length = length(text);
    if (length <= widest) {
      return text;
    }
    int head = text.offsetByCodePoints(0, widest / 2);
    int tail = text.offsetByCodePoints(text.length(), -(widest - widest / 2 - 1));
    return text.substring(0, head) + "…" + text.substring(tail);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - length(text));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
