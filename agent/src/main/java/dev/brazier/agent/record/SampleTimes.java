package dev.brazier.agent.record;

import dev.brazier.agent.profile.Timeline;
import java.util.Arrays;

/**
 * Notes when each sample was taken, until there are too many: 14 bytes a sample, and half as much
 * again while it grows. Belongs to the sampling thread.
 */
final class SampleTimes {

  /** 117 MB: an hour of 99 Hz on 23 busy CPUs. */
  static final int MOST_SAMPLES = 1 << 23;

  private final long startNanos;
  private final int most;
  private long[] nanos = new long[1 << 12];
  private int[] stacks = new int[1 << 12];
  private short[] cpus = new short[1 << 12];
  private int size;
  private long refused;

  /**
   * An empty one.
   *
   * @param startNanos what {@link System#nanoTime} said when sampling began
   * @param most samples it takes at most
   */
  SampleTimes(long startNanos, int most) {
    this.startNanos = startNanos;
    this.most = most;
  }

  /**
   * Notes one sample.
   *
   * @param timeNanos as {@link System#nanoTime} counts
   * @param stack its row in the {@link StackTable}
   */
  void add(long timeNanos, int stack, int cpu) {
    if (size == most) {
      refused++;
      return;
    }
    if (size == nanos.length) {
      int larger = Math.min(most, size + (size >> 1));
      nanos = Arrays.copyOf(nanos, larger);
      stacks = Arrays.copyOf(stacks, larger);
      cpus = Arrays.copyOf(cpus, larger);
    }
    nanos[size] = Math.max(0, timeNanos - startNanos);
    stacks[size] = stack;
    cpus[size++] = (short) cpu;
  }

  /** Samples that came when it was full. */
  long refused() {
    return refused;
  }

  /** What was noted, with the rows of the table turned into stacks of the profile. */
  Timeline timeline(int[] stackOfRow) {
    int[] translated = new int[size];
    for (int i = 0; i < size; i++) {
      translated[i] = stackOfRow[stacks[i]];
    }
    return Timeline.of(Arrays.copyOf(nanos, size), translated, Arrays.copyOf(cpus, size), null);
  }
}
