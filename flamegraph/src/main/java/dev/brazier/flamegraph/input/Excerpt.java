package dev.brazier.flamegraph.input;

import java.nio.charset.StandardCharsets;

/** The start of a bad line, fit for a message. */
final class Excerpt {
  private static final int LONGEST = 60;

  private Excerpt() {}

  /** At most 60 characters, none of which moves the cursor or the direction of writing. */
  static String of(byte[] text, int from, int to) {
    return of(new String(text, from, Math.min(to - from, 4 * LONGEST), StandardCharsets.UTF_8));
  }

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.strip()
        .codePoints()
        .map(c -> isShown(c) ? c : '?')
        .limit(LONGEST)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
