package dev.brazier.agent.profile;

/** Arithmetic of counts: never negative, and where a sum or product is too large, the largest. */
public final class Counts {

  private Counts() {}

  /** The sum of two counts. */
  public static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The product of two counts. */
  public static long product(long one, long other) {
    return Math.multiplyHigh(one, other) != 0 || one * other < 0 ? Long.MAX_VALUE : one * other;
  }
}
