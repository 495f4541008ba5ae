package dev.brazier.flamegraph;

/**
 * Foreign text made fit to be shown: what a person could not see, or what would change how the text
 * around it is read, is spelled out.
 */
final class PrintableText {
  private PrintableText() {}

  /**
   * The text with control characters, characters that set the direction of writing, line and
   * paragraph separators, noncharacters and lone surrogates spelled as {@code \xHH} or {@code
   * \}{@code uHHHH}. Such text is well-formed XML content once markup is escaped.
   */
  static String of(String text) {
    int at = 0;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, at);
    for (int width; at < text.length(); at += width) {
      int point = text.codePointAt(at);
      width = Character.charCount(point);
      if (isShown(point)) {
        shown.appendCodePoint(point);
      } else {
        shown.append(String.format(point < 0x100 ? "\\x%02x" : "\\u%04x", point));
      }
    }
    return shown.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= ' ' && c < 0x7F) || (c > 0xA0 && c < 0x600 && c != 0xAD);
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> !setsDirection(point);
      default -> (point & 0xFFFE) != 0xFFFE;
    };
  }

  private static boolean setsDirection(int point) {
    return point == 0x061C
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
