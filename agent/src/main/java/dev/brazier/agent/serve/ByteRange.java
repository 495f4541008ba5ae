package dev.brazier.agent.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes a request asks for: RFC 9110, section 14. */
sealed interface ByteRange {

  Pattern SINGLE = Pattern.compile("(?i)bytes=\\s*([0-9]*)-([0-9]*)\\s*");

  /** All of them. */
  record Whole() implements ByteRange {}

  /**
   * {@code length} bytes from {@code start} on; both fit the content, and there is at least one.
   */
  record Part(long start, long length) implements ByteRange {
    long last() {
      return start + length - 1;
    }
  }

  /** None that exist. */
  record Unsatisfiable() implements ByteRange {}

  /**
   * Reads a {@code Range} header.
   *
   * @param header null if there is none; one that is malformed, of another unit or of several
   *     ranges asks for all, as the RFC permits
   * @param length the length of the content
   */
  static ByteRange of(@Nullable String header, long length) {
    Matcher range = SINGLE.matcher(header == null ? "" : header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new Whole();
    }
    if (range.group(1).isEmpty()) {
      return part(Math.max(0, length - number(range.group(2))), length);
    }
    long first = number(range.group(1));
    if (range.group(2).isEmpty()) {
      return part(first, length);
    }
    long last = number(range.group(2));
    if (last < first) {
      return new Whole();
    }
    return part(first, last >= length ? length : last + 1);
  }

  private static ByteRange part(long start, long end) {
    return start < end ? new Part(start, end - start) : new Unsatisfiable();
  }

  /** A decimal number; one too long is larger than any file. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
