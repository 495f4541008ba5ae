package dev.brazier.agent.export.top;

import dev.brazier.agent.export.ProfileExport;
import dev.brazier.agent.export.Utf8;
import dev.brazier.agent.export.top.TopTable.Row;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.write.FactLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Locale;

/** Writes {@code .md}: the truth header as a list, then the hottest functions as a table. */
public final class MarkdownExport implements ProfileExport {

  /** What has a meaning in Markdown or in the HTML that may stand in it. */
  private static final String SPECIAL = "\\`*_[]|~$";

  private final int limit;

  /**
   * An export of so many functions.
   *
   * @param limit how many at most
   */
  public MarkdownExport(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(Profile profile, OutputStream out) throws IOException {
    TopTable table = TopTable.of(profile, limit);
    Writer text = new OutputStreamWriter(out, Utf8.encoder());
    text.write("# Hottest functions\n\n");
    for (String fact : FactLines.of(profile)) {
      text.write("- " + escaped(fact) + "\n");
    }
    text.write("\n| self | | total | | function | kind | module | from |\n");
    text.write("| ---: | ---: | ---: | ---: | --- | --- | --- | --- |\n");
    for (Row row : table.rows()) {
      text.write(line(row, table));
    }
    text.write(
        String.format(
            Locale.ROOT,
            "\n%,d of %,d functions, %,d %s\n",
            table.rows().size(),
            table.functions(),
            table.samples(),
            escaped(profile.facts().weight().unit())));
    text.flush();
  }

  private static String line(Row row, TopTable table) {
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %,d | %s | %s | %s | %s | %s |\n",
        row.self(),
        TopText.share(row.self(), table),
        row.total(),
        TopText.share(row.total(), table),
        escaped(row.frame().name()),
        TopText.kind(row.frame()),
        escaped(row.frame().module()),
        escaped(TopText.origins(row)));
  }

  /** Foreign text that shows as it is, on one line, in any Markdown. */
  private static String escaped(String foreign) {
    String printable = TopText.printable(foreign);
    StringBuilder text = new StringBuilder(printable.length() + 16);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        default -> {
          if (SPECIAL.indexOf(c) >= 0) {
            text.append('\\');
          }
          text.append(c);
        }
      }
    }
    return text.toString();
  }
}
