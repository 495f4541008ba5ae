package dev.brazier.agent.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When samples were taken, in the order of time. Immutable; 14 bytes a sample, 22 where samples
 * count differently.
 *
 * <p>A profile's stacks may count more samples than their timeline: those that were taken after it
 * was full, and those whose source tells no time. {@link #untimed} says how many.
 */
public final class Timeline {

  /** Stands for the number of a CPU that is not known. */
  public static final int UNKNOWN_CPU = -1;

  private final long[] nanos;
  private final int[] stacks;
  private final short[] cpus;
  private final long @Nullable [] counts;

  private Timeline(long[] nanos, int[] stacks, short[] cpus, long @Nullable [] counts) {
    this.nanos = nanos;
    this.stacks = stacks;
    this.cpus = cpus;
    this.counts = counts;
  }

  /**
   * Sorts samples by time; those of one time stay in the order given.
   *
   * @param nanos time of each sample in nanoseconds since {@link ProfileFacts#started}, not
   *     negative
   * @param stacks index of its stack in {@link Profile#stacks}
   * @param cpus number of its CPU, or {@link #UNKNOWN_CPU}
   * @param counts how often it counts; null when each counts once
   */
  public static Timeline of(long[] nanos, int[] stacks, short[] cpus, long @Nullable [] counts) {
    int size = nanos.length;
    if (stacks.length != size || cpus.length != size || (counts != null && counts.length != size)) {
      throw new IllegalArgumentException("columns of a timeline must be equally long");
    }
    int[] order = TimeOrder.of(nanos);
    long[] sortedNanos = new long[size];
    int[] sortedStacks = new int[size];
    short[] sortedCpus = new short[size];
    long[] sortedCounts = counts == null ? null : new long[size];
    for (int i = 0; i < size; i++) {
      sortedNanos[i] = nanos[order[i]];
      sortedStacks[i] = stacks[order[i]];
      sortedCpus[i] = cpus[order[i]];
      if (sortedCounts != null) {
        sortedCounts[i] = Objects.requireNonNull(counts)[order[i]];
      }
    }
    return new Timeline(sortedNanos, sortedStacks, sortedCpus, sortedCounts);
  }

  /** How many samples have a time. */
  public int size() {
    return nanos.length;
  }

  /** When, in nanoseconds since {@link ProfileFacts#started}; never less than the one before. */
  public long nanos(int sample) {
    return nanos[sample];
  }

  /** The stack's index in {@link Profile#stacks}. */
  public int stack(int sample) {
    return stacks[sample];
  }

  /** The CPU's number, or {@link #UNKNOWN_CPU}. */
  public int cpu(int sample) {
    return cpus[sample];
  }

  /** How often it counts in {@link ProfileStack#samples}: once, unless a foreign file says more. */
  public long count(int sample) {
    return counts == null ? 1 : counts[sample];
  }

  /** Samples of each of {@code all} stacks that have no time. */
  public long[] untimed(List<ProfileStack> all) {
    long[] left = new long[all.size()];
    Arrays.setAll(left, stack -> all.get(stack).samples());
    for (int sample = 0; sample < nanos.length; sample++) {
      left[stacks[sample]] = Math.max(0, left[stacks[sample]] - count(sample));
    }
    return left;
  }
}
