package dev.brazier.flamegraph.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of a text of perf: which one counts, and for how much. Samples of different events do
 * not add up, so that only one is taken: the one that was asked for, or the first.
 */
final class PerfEvents {
  private static final String MODIFIERS = "ukhIGHpPSDWeb";

  private final String wanted;
  private final boolean recordsOnly;
  private final Map<String, long[]> counts = new LinkedHashMap<>();
  private @Nullable String chosen;
  private boolean weighed;
  private long count;

  // The event of the sample before: most often it is this one's too.
  private String lastName = "";
  private byte[] lastBytes = {};
  private @Nullable String lastTaken;
  private boolean lastAnswer;
  private long[] lastCount = {};

  PerfEvents(InputOptions options) {
    wanted = options.event();
    recordsOnly = options.recordsOnly();
  }

  /** The name that these bytes spell, without a new object when it is the one before. */
  String name(byte[] text, int from, int to) {
    if (Arrays.equals(lastBytes, 0, lastBytes.length, text, from, to)) {
      return lastName;
    }
    lastName = new String(text, from, to - from, StandardCharsets.UTF_8);
    lastBytes = Arrays.copyOfRange(text, from, to);
    return lastName;
  }

  /**
   * Counts a sample and tells whether it is of the event that counts; then {@link #count} is what
   * it stands for.
   *
   * @param period its period, or {@link PerfHeader#NO_PERIOD}
   */
  boolean takes(String event, long period) {
    if (!event.equals(lastTaken)) {
      if (chosen == null && (wanted.isEmpty() || isWanted(event))) {
        chosen = event;
      }
      lastAnswer = wanted.isEmpty() ? event.equals(chosen) : isWanted(event);
      lastCount = counts.computeIfAbsent(event, unused -> new long[1]);
      lastTaken = event;
    }
    lastCount[0]++;
    boolean told = period != PerfHeader.NO_PERIOD && period != 0 && !recordsOnly;
    count = told ? period : 1;
    weighed |= told && lastAnswer;
    return lastAnswer;
  }

  long count() {
    return count;
  }

  /** Samples by event; none where no sample named its event. */
  Map<String, Long> counts() {
    Map<String, Long> found = new LinkedHashMap<>();
    counts.forEach((event, samples) -> found.put(event, samples[0]));
    found.remove("");
    return found;
  }

  /** The event that counted, or what was asked for and not found. */
  String chosen() {
    return chosen == null ? wanted : chosen;
  }

  /** What the counts count. */
  String unit() {
    if (!weighed) {
      return "samples";
    }
    String base = withoutModifiers(chosen());
    return switch (base) {
      case "" -> "events";
      case "cpu-clock", "task-clock" -> "nanoseconds";
      default -> base.endsWith("s") ? base : base + " events";
    };
  }

  private boolean isWanted(String event) {
    return event.equals(wanted) || withoutModifiers(event).equals(wanted);
  }

  /** {@code cycles} of {@code cycles:ppp} and {@code cpu/cycles/u}; tracepoints stay. */
  private static String withoutModifiers(String event) {
    int mark = Math.max(event.lastIndexOf(':'), event.lastIndexOf('/'));
    boolean modified =
        mark > 0 && event.chars().skip(mark + 1).allMatch(c -> MODIFIERS.indexOf(c) >= 0);
    if (!modified) {
      return event;
    }
    return event.charAt(mark) == ':' ? event.substring(0, mark) : event.substring(0, mark + 1);
  }
}
