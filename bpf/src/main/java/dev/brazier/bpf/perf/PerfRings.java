package dev.brazier.bpf.perf;

import java.util.List;

/** Hands over the records of several rings in the order of their times. */
public final class PerfRings {
  /** Receives records. */
  @FunctionalInterface
  public interface Handler {
    /**
     * One record, good until the method returns.
     *
     * @param ring the number of its ring in the list
     */
    void record(int ring, PerfRecord record);
  }

  private PerfRings() {}

  /**
   * Hands over all records up to a time, oldest first. Those after it stay: a ring that was looked
   * at early may lack older ones. A record counts as read when the handler returns or throws.
   *
   * @param until a time that has passed, in nanoseconds of CLOCK_MONOTONIC
   */
  public static void drain(List<PerfRing> rings, long until, Handler handler) {
    rings.forEach(PerfRing::refresh);
    for (int ring = oldest(rings, until); ring >= 0; ring = oldest(rings, until)) {
      long next = nextOfOthers(rings, ring, until);
      PerfRing chosen = rings.get(ring);
      do {
        try {
          handler.record(ring, chosen.record());
        } finally {
          chosen.advance();
        }
      } while (chosen.standing() && chosen.record().timeNanos() <= next);
    }
  }

  private static int oldest(List<PerfRing> rings, long until) {
    int oldest = -1;
    long time = until;
    for (int i = 0; i < rings.size(); i++) {
      PerfRing ring = rings.get(i);
      if (ring.standing() && ring.record().timeNanos() <= time) {
        oldest = i;
        time = ring.record().timeNanos();
      }
    }
    return oldest;
  }

  private static long nextOfOthers(List<PerfRing> rings, int chosen, long until) {
    long time = until;
    for (int i = 0; i < rings.size(); i++) {
      if (i != chosen && rings.get(i).standing()) {
        time = Math.min(time, rings.get(i).record().timeNanos());
      }
    }
    return time;
  }
}
