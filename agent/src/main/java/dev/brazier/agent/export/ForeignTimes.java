package dev.brazier.agent.export;

import dev.brazier.agent.profile.Timeline;
import dev.brazier.flamegraph.input.InputFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** When the stacks of a foreign file were seen, by the file's own clock: 20 bytes a stack. */
final class ForeignTimes {

  /** As many as a recording keeps: 168 MB. Later ones have no time in the profile. */
  private static final int MOST = 1 << 23;

  private long[] nanos = new long[1 << 10];
  private int[] stacks = new int[1 << 10];
  private long[] counts = new long[1 << 10];
  private int size;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  void add(long time, int stack, long count) {
    if (size == MOST) {
      return;
    }
    if (size == nanos.length) {
      int larger = Math.min(MOST, size * 2);
      nanos = Arrays.copyOf(nanos, larger);
      stacks = Arrays.copyOf(stacks, larger);
      counts = Arrays.copyOf(counts, larger);
    }
    nanos[size] = time;
    stacks[size] = stack;
    counts[size++] = count;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }

  int size() {
    return size;
  }

  /** The time of the first stack; empty when the clock of that format does not count from 1970. */
  Optional<Instant> started(InputFormat format) {
    boolean wallClock = format.name().equals("JFR") || format.name().equals("PPROF");
    return wallClock ? Optional.of(Instant.ofEpochSecond(0).plusNanos(first)) : Optional.empty();
  }

  /** From the first stack to the last. */
  Duration duration() {
    return Duration.ofNanos(Math.max(0, last - first));
  }

  /** Times since the first. */
  Timeline timeline() {
    long[] since = new long[size];
    for (int i = 0; i < size; i++) {
      // A file may say anything: a span of more than 292 years has no room in 64 bits.
      since[i] = Math.max(0, nanos[i] - first);
    }
    short[] cpus = new short[size];
    Arrays.fill(cpus, (short) Timeline.UNKNOWN_CPU);
    return Timeline.of(since, Arrays.copyOf(stacks, size), cpus, Arrays.copyOf(counts, size));
  }
}
