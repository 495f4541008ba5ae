package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every reader brings in: its stacks, and the record of what went wrong. */
final class Harvest {
  private static final int REPORTED = 5;

  private final FrameSink sink;
  private final String kind;
  private final List<SkippedRecord> firstSkipped = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long stacks;
  private long skipped;
  private long sum;
  private boolean saturated;

  /**
   * @param sink where the stacks go
   * @param kind what the file consists of, in the singular
   */
  Harvest(FrameSink sink, String kind) {
    this.sink = sink;
    this.kind = kind;
  }

  int frame(Frame frame) {
    return sink.frame(frame);
  }

  /**
   * Takes a stack, unless it is too deep or counts for nothing.
   *
   * @param number of the record that it is from
   */
  void stack(StackPath path, long count, InputOrigin origin, long timeNanos, long number) {
    if (path.isTooDeep()) {
      skip(number, "more than " + StackPath.MAX_DEPTH + " frames", "");
      return;
    }
    if (count < 0) {
      skip(number, "negative count", "");
      return;
    }
    if (count > 0) {
      sink.stack(path, count, origin, timeNanos);
      stacks++;
      saturated |= sum > Long.MAX_VALUE - count;
      sum = saturated ? Long.MAX_VALUE : sum + count;
    }
  }

  void skip(long number, String reason, String excerpt) {
    skipped++;
    if (firstSkipped.size() < REPORTED) {
      firstSkipped.add(new SkippedRecord(kind, number, reason, excerpt));
    }
  }

  void skip(long number, String reason, byte[] text, int from, int to) {
    boolean shown = firstSkipped.size() < REPORTED;
    skip(number, reason, shown ? Excerpt.of(text, from, to) : "");
  }

  void note(String note) {
    notes.add(note);
  }

  long stacks() {
    return stacks;
  }

  /**
   * What was read.
   *
   * @param events see {@link InputReport#events}
   */
  InputReport report(
      InputFormat format, String event, String unit, long records, Map<String, Long> events) {
    List<String> all = new ArrayList<>(notes);
    if (saturated) {
      all.add("the counts add up to more than " + Long.MAX_VALUE + ": sums stop there");
    }
    return new InputReport(
        format,
        event,
        unit,
        kind,
        records,
        stacks,
        skipped,
        firstSkipped,
        events,
        Selection.all(sum),
        all);
  }
}
