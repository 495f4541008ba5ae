package dev.brazier.agent.profile;

/** Sorts by time without an object for each sample: a radix sort, as times differ in few bytes. */
final class TimeOrder {

  private static final int DIGITS = 256;

  private TimeOrder() {}

  /** Indices into {@code times}, which are not negative, earliest first; stable. */
  static int[] of(long[] times) {
    int[] order = new int[times.length];
    long all = 0;
    boolean sorted = true;
    for (int i = 0; i < times.length; i++) {
      order[i] = i;
      all |= times[i];
      sorted &= i == 0 || times[i - 1] <= times[i];
    }
    int[] buffer = new int[times.length];
    for (int shift = 0; !sorted && shift < Long.SIZE && all >>> shift != 0; shift += Byte.SIZE) {
      distribute(times, shift, order, buffer);
      int[] swapped = order;
      order = buffer;
      buffer = swapped;
    }
    return order;
  }

  private static void distribute(long[] times, int shift, int[] from, int[] to) {
    int[] starts = new int[DIGITS + 1];
    for (long time : times) {
      starts[digit(time, shift) + 1]++;
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] += starts[digit];
    }
    for (int index : from) {
      to[starts[digit(times[index], shift)]++] = index;
    }
  }

  private static int digit(long time, int shift) {
    return (int) (time >>> shift) & (DIGITS - 1);
  }
}
