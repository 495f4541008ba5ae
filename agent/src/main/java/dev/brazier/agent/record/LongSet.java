package dev.brazier.agent.record;

import java.util.Arrays;

/** A set of longs that are not 0, by open addressing: no object for each. */
final class LongSet {

  private long[] slots = new long[1 << 10];
  private int size;

  /** Adds {@code value}; false if it was there already. */
  boolean add(long value) {
    int slot = free(slots, value);
    if (slots[slot] == value) {
      return false;
    }
    slots[slot] = value;
    if (++size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  /** Empties it; it stays as large as it has become. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long value : slots) {
      if (value != 0) {
        larger[free(larger, value)] = value;
      }
    }
    slots = larger;
  }

  private static int free(long[] slots, long value) {
    long hash = value * 0x9E3779B97F4A7C15L;
    int mask = slots.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
