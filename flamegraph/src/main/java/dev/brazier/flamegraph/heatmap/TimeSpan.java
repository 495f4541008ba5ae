package dev.brazier.flamegraph.heatmap;

import java.util.List;
import java.util.Map;

/** Spans of time as text. */
final class TimeSpan {
  private static final List<Map.Entry<String, Long>> UNITS =
      List.of(
          Map.entry("days", 86_400_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("min", 60_000_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("ms", 1_000_000L));

  private TimeSpan() {}

  /** In the largest unit of which it is a whole number: {@code 20 ms}, {@code 2 min}. */
  static String text(long nanos) {
    for (Map.Entry<String, Long> unit : UNITS) {
      if (nanos >= unit.getValue() && nanos % unit.getValue() == 0) {
        return nanos / unit.getValue() + " " + unit.getKey();
      }
    }
    return nanos + " ns";
  }

  /** A moment since the start: {@code 42 s}, {@code 12:30}, {@code 1:02:30}. */
  static String clock(long nanos) {
    long seconds = nanos / 1_000_000_000;
    if (seconds < 60) {
      return seconds + " s";
    }
    String minutes = seconds / 60 % 60 + ":" + twoDigits(seconds % 60);
    return seconds < 3_600
        ? minutes
        : seconds / 3_600 + ":" + (seconds / 60 % 60 < 10 ? "0" : "") + minutes;
  }

  private static String twoDigits(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }
}
