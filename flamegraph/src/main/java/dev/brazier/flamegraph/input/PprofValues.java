package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of the values that each sample of a pprof profile has is the count. */
final class PprofValues {
  private static final String COUNT = "count";

  private final String[] types;
  private final String[] units;
  private final long[] samples;
  private final String wanted;

  /** The place of the value, or -1 when there is none of the type that was asked for. */
  private final int chosen;

  /**
   * @param preferred the type that the file would show, or empty
   */
  PprofValues(
      List<ValueType> valueTypes, PprofNames names, String preferred, InputOptions options) {
    types = valueTypes.stream().map(type -> names.text(type.getType())).toArray(String[]::new);
    units = valueTypes.stream().map(type -> names.text(type.getUnit())).toArray(String[]::new);
    samples = new long[types.length];
    wanted = options.event();
    chosen = choose(preferred, options.recordsOnly());
  }

  private int choose(String preferred, boolean recordsOnly) {
    if (!wanted.isEmpty()) {
      return List.of(types).indexOf(wanted);
    }
    int counted = List.of(units).indexOf(COUNT);
    if (recordsOnly && counted >= 0) {
      return counted;
    }
    int named = preferred.isEmpty() ? -1 : List.of(types).indexOf(preferred);
    return named >= 0 ? named : types.length - 1;
  }

  /** How many values each sample has. */
  int size() {
    return types.length;
  }

  /** What a sample counts for; it has {@link #size} values. */
  long count(Sample sample) {
    for (int i = 0; i < types.length; i++) {
      samples[i] += sample.getValue(i) == 0 ? 0 : 1;
    }
    return chosen < 0 ? 0 : sample.getValue(chosen);
  }

  String type() {
    return chosen < 0 ? wanted : types[chosen];
  }

  String unit() {
    if (chosen < 0) {
      return "samples";
    }
    return units[chosen].isEmpty() || units[chosen].equals(COUNT) ? types[chosen] : units[chosen];
  }

  /** How many samples have a value of each type. */
  Map<String, Long> samplesByType() {
    Map<String, Long> found = new LinkedHashMap<>();
    for (int i = 0; i < types.length; i++) {
      found.merge(types[i], samples[i], Math::max);
    }
    return found;
  }
}
