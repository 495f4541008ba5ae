package dev.brazier.agent.serve;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a visitor already has a version: RFC 9110, section 13. */
final class Freshness {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Freshness() {}

  /** A moment as HTTP writes it. */
  static String date(Instant moment) {
    return HTTP_DATE.format(moment);
  }

  /**
   * Whether what the visitor has is still right, so that it need not be sent.
   *
   * @param ifNoneMatch the header of that name, or null
   * @param ifModifiedSince the header of that name, or null; counts only without the other
   */
  static boolean isCurrent(
      Version version, @Nullable String ifNoneMatch, @Nullable String ifModifiedSince) {
    if (ifNoneMatch != null) {
      return Arrays.stream(ifNoneMatch.split(",", -1))
          .map(String::strip)
          .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
          .anyMatch(tag -> tag.equals("*") || tag.equals(version.tag()));
    }
    return parse(ifModifiedSince).filter(since -> !version.modified().isAfter(since)).isPresent();
  }

  /**
   * Whether a part may be sent, as the visitor's other parts are of this version.
   *
   * @param ifRange the header of that name, or null
   */
  static boolean allowsPart(Version version, @Nullable String ifRange) {
    return ifRange == null
        || ifRange.strip().equals(version.tag())
        || parse(ifRange).filter(version.modified()::equals).isPresent();
  }

  private static Optional<Instant> parse(@Nullable String date) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.from(HTTP_DATE.parse(date.strip())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
