package dev.brazier.flamegraph.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read.
 *
 * @param format what the file is
 * @param event the event whose stacks were taken, or empty where the format has no events
 * @param unit what the counts count, in the plural: samples, nanoseconds, bytes
 * @param kind what {@code records} counts, in the singular: line, sample, event
 * @param records all records of the file, good, bad and left out; lines where it is text
 * @param stacks stacks that were read, before any filter
 * @param skipped records that could not be understood
 * @param firstSkipped the first few of them
 * @param events how many stacks each event of the file has, in the file's order; empty where the
 *     format has no events
 * @param selection what the filter took of the stacks
 * @param notes what else a reader of the picture should know, as sentences without a full stop
 */
public record InputReport(
    InputFormat format,
    String event,
    String unit,
    String kind,
    long records,
    long stacks,
    long skipped,
    List<SkippedRecord> firstSkipped,
    Map<String, Long> events,
    Selection selection,
    List<String> notes) {
  public InputReport {
    firstSkipped = List.copyOf(firstSkipped);
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    notes = List.copyOf(notes);
  }

  /** The same with what a filter took. */
  InputReport withSelection(Selection selection) {
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
        selection,
        notes);
  }
}
