package dev.brazier.flamegraph;

import org.jspecify.annotations.Nullable;

/** Reads the count of a collapsed stack: digits, and a fraction that is rounded half up. */
final class CountText {
  private long value;
  private boolean rounded;

  /**
   * Reads the text from {@code start} to {@code end}.
   *
   * @return what is wrong with it, or null when {@link #value} and {@link #rounded} are set
   */
  @Nullable String parse(byte[] text, int start, int end) {
    value = 0;
    rounded = false;
    int at = start;
    while (at < end && isDigit(text[at])) {
      value = appended(value, text[at++] - '0');
    }
    boolean whole = at > start;
    if (at < end && text[at] == '.') {
      int fraction = ++at;
      while (at < end && isDigit(text[at])) {
        rounded |= text[at++] != '0';
      }
      if (at > fraction && text[fraction] >= '5' && value < Long.MAX_VALUE) {
        value++;
      }
      whole |= at > fraction;
    }
    if (at == end && whole) {
      return null;
    }
    return text[start] == '-' ? "negative count" : "count is not a number";
  }

  /** The count; {@link Long#MAX_VALUE} for anything larger. */
  long value() {
    return value;
  }

  /** Whether there was a fraction other than zero. */
  boolean rounded() {
    return rounded;
  }

  private static long appended(long value, int digit) {
    return value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
