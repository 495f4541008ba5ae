package dev.brazier.agent.export.top;

import dev.brazier.agent.export.top.TopTable.Origin;
import dev.brazier.agent.export.top.TopTable.Row;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.write.Shares;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands in the cells of a table of functions, whichever kind of table. */
final class TopText {

  private static final int ORIGINS_SHOWN = 3;

  private TopText() {}

  static String share(long part, TopTable table) {
    return Shares.percent(part, table.samples());
  }

  /** Whose code it is, in one word. */
  static String kind(ProfileFrame frame) {
    return frame.unnamed().isPresent() ? "unknown" : frame.kind().name().toLowerCase(Locale.ROOT);
  }

  /** The containers and processes that most samples are from; where there are more, how many. */
  static String origins(Row row) {
    List<Origin> origins = row.origins();
    String shown =
        origins.stream()
            .limit(ORIGINS_SHOWN)
            .map(Origin::text)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    int more = origins.size() - ORIGINS_SHOWN;
    return more > 0 ? String.format(Locale.ROOT, "%s and %,d more", shown, more) : shown;
  }

  /**
   * Foreign text on one line: what controls a terminal or breaks a line becomes a picture of it.
   */
  static String printable(String foreign) {
    StringBuilder text = new StringBuilder(foreign.length());
    foreign.codePoints().map(TopText::printable).forEach(text::appendCodePoint);
    return text.toString();
  }

  private static int printable(int codePoint) {
    if (codePoint < ' ') {
      return 0x2400 + codePoint; // Unicode's control pictures
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          '\ufffd';
      default -> codePoint;
    };
  }
}
