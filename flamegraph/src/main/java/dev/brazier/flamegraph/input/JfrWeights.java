package dev.brazier.flamegraph.input;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;

/** What an event of Flight Recorder counts for: the bytes it allocated, the time it took, or 1. */
final class JfrWeights {
  /** Fields with bytes, the best first. */
  private static final List<String> BYTES = List.of("weight", "tlabSize", "allocationSize", "size");

  private enum Weight {
    SAMPLES("samples", ""),
    BYTES("bytes", ""),
    DURATION("nanoseconds", "duration"),
    PERIOD("nanoseconds", "samplingPeriod"),
    REPEATED("samples", "samples");

    private final String unit;
    private final String field;

    Weight(String unit, String field) {
      this.unit = unit;
      this.field = field;
    }
  }

  private record Choice(Weight weight, String field) {}

  private final boolean recordsOnly;
  private final Map<Long, Choice> choices = new HashMap<>();
  private String unit = "samples";

  JfrWeights(boolean recordsOnly) {
    this.recordsOnly = recordsOnly;
  }

  long of(RecordedEvent event) {
    EventType type = event.getEventType();
    Choice choice = choices.computeIfAbsent(type.getId(), unused -> choose(type));
    unit = choice.weight.unit;
    return switch (choice.weight) {
      case SAMPLES -> 1;
      case BYTES, REPEATED -> event.getLong(choice.field);
      case DURATION -> event.getDuration().toNanos();
      case PERIOD -> event.getDuration(choice.field).toNanos();
    };
  }

  /** What the counts count; right when an event was weighed. */
  String unit() {
    return unit;
  }

  private Choice choose(EventType type) {
    if (!recordsOnly) {
      for (String field : BYTES) {
        if (type.getField(field) != null) {
          return new Choice(Weight.BYTES, field);
        }
      }
      for (Weight weight : List.of(Weight.PERIOD, Weight.REPEATED, Weight.DURATION)) {
        if (type.getField(weight.field) != null) {
          return new Choice(weight, weight.field);
        }
      }
    }
    return new Choice(Weight.SAMPLES, "");
  }
}
