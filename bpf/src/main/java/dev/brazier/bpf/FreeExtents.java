package dev.brazier.bpf;

import java.util.Map;
import java.util.TreeMap;

/** The unused parts of a range of numbers: first fit, and neighbours that are free become one. */
final class FreeExtents {
  private static final int NOWHERE = -1;

  /** Start of each free extent to its length; no two touch. */
  private final TreeMap<Integer, Integer> free = new TreeMap<>();

  private final int capacity;
  private int available;

  FreeExtents(Extent all) {
    capacity = all.length;
    giveBack(all);
  }

  /** The numbers from {@code start} on, {@code length} of them. */
  record Extent(int start, int length) {

    Extent {
      if (start < 0 || length <= 0 || start > Integer.MAX_VALUE - length) {
        throw new IllegalArgumentException(length + " numbers from " + start + " on");
      }
    }

    int end() {
      return start + length;
    }
  }

  int capacity() {
    return capacity;
  }

  /** How many numbers are free, in however many pieces. */
  int available() {
    return available;
  }

  boolean fits(int length) {
    return place(length) != NOWHERE;
  }

  /**
   * Takes the lowest free extent that is long enough.
   *
   * @throws IllegalStateException when none is, see {@link #fits}
   */
  Extent take(int length) {
    int start = place(length);
    Integer found = free.remove(start);
    if (found == null) {
      throw new IllegalStateException("no " + length + " in a row");
    }
    if (found > length) {
      free.put(start + length, found - length);
    }
    available -= length;
    return new Extent(start, length);
  }

  /** Where the lowest free extent of that length begins, or {@link #NOWHERE}. */
  private int place(int length) {
    if (length <= available) {
      for (Map.Entry<Integer, Integer> extent : free.entrySet()) {
        if (extent.getValue() >= length) {
          return extent.getKey();
        }
      }
    }
    return NOWHERE;
  }

  /**
   * Makes an extent free again.
   *
   * @throws IllegalStateException when part of it is free already
   */
  void giveBack(Extent extent) {
    Map.Entry<Integer, Integer> before = free.lowerEntry(extent.end());
    Map.Entry<Integer, Integer> after = free.ceilingEntry(extent.end());
    int start = extent.start;
    int end = extent.end();
    if (before != null) {
      int endBefore = before.getKey() + before.getValue();
      if (endBefore > start) {
        throw new IllegalStateException(extent + " is free already");
      }
      if (endBefore == start) {
        start = before.getKey();
      }
    }
    if (after != null && after.getKey() == end) {
      end += after.getValue();
      free.remove(after.getKey());
    }
    free.put(start, end - start);
    available += extent.length;
  }
}
