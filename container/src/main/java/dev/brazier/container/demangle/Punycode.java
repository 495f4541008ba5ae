package dev.brazier.container.demangle;

import org.jspecify.annotations.Nullable;

/** Decodes the identifiers of Rust that are not ASCII (RFC 3492). */
final class Punycode {
  private static final int BASE = 36;
  private static final int MIN_THRESHOLD = 1;
  private static final int MAX_THRESHOLD = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_CODE_POINT = 0x80;

  /** Decoding takes time in the square of the length. */
  private static final int MAX_LENGTH = 512;

  private Punycode() {}

  /**
   * The text in which the code points told by {@code deltas} are inserted into {@code ascii}; null
   * when {@code deltas} is no Punycode or too long.
   */
  static @Nullable String decode(String ascii, String deltas) {
    if (ascii.length() + deltas.length() > MAX_LENGTH) {
      return null;
    }
    StringBuilder text = new StringBuilder(ascii);
    int count = ascii.length();
    int codePoint = FIRST_CODE_POINT;
    int bias = FIRST_BIAS;
    int place = 0;
    int at = 0;
    while (at < deltas.length()) {
      long delta = 0;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < deltas.length() ? digit(deltas.charAt(at++)) : -1;
        delta += digit * weight;
        if (digit < 0 || delta > Integer.MAX_VALUE) {
          return null;
        }
        int threshold = Math.max(MIN_THRESHOLD, Math.min(MAX_THRESHOLD, k - bias));
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      long position = place + delta;
      count++;
      bias = adapt(delta, count, place == 0 && count == ascii.length() + 1);
      long next = codePoint + position / count;
      place = (int) (position % count);
      if (next > Character.MAX_CODE_POINT || isSurrogate((int) next)) {
        return null;
      }
      codePoint = (int) next;
      text.insert(text.offsetByCodePoints(0, place), Character.toString(codePoint));
      place++;
    }
    return text.toString();
  }

  /** Whether {@code codePoint} is half of a pair in UTF-16, which is no character. */
  static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int digit(char c) {
    if (Cursor.isLower(c)) {
      return c - 'a';
    }
    return Cursor.isDigit(c) ? c - '0' + 26 : -1;
  }

  private static int adapt(long delta, int count, boolean isFirst) {
    long scaled = delta / (isFirst ? DAMP : 2);
    scaled += scaled / count;
    int k = 0;
    while (scaled > (BASE - MIN_THRESHOLD) * MAX_THRESHOLD / 2) {
      scaled /= BASE - MIN_THRESHOLD;
      k += BASE;
    }
    return (int) (k + (BASE - MIN_THRESHOLD + 1) * scaled / (scaled + SKEW));
  }
}
