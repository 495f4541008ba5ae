package dev.brazier.agent.profile;

/**
 * What the counts of a profile count.
 *
 * @param unit {@code samples}, or what a foreign file says, as {@code nanoseconds} or {@code bytes}
 * @param period what one count stands for besides itself, in {@code periodUnit}; 0 when unknown
 * @param periodUnit {@code nanoseconds}, {@code cycles}, or empty when unknown
 */
public record SampleWeight(String unit, long period, String periodUnit) {

  /** The unit of a recording. */
  public static final String SAMPLE_UNIT = "samples";

  /** The unit of time. */
  public static final String NANOSECONDS = "nanoseconds";

  /** Samples that stand for nothing that is known. */
  public static final SampleWeight SAMPLES = new SampleWeight(SAMPLE_UNIT, 0, "");

  public SampleWeight {
    if (period < 0) {
      throw new IllegalArgumentException("period must not be negative: " + period);
    }
  }

  /** Samples, each of which stands for {@code period} of something. */
  public static SampleWeight of(long period, String periodUnit) {
    return new SampleWeight(SAMPLE_UNIT, period, periodUnit);
  }

  /** Whether a count is a sample, or stands for one. */
  public boolean isSamples() {
    return unit.equals(SAMPLE_UNIT);
  }

  /** Nanoseconds that one count stands for; 0 when it stands for no time. */
  public long nanosPerCount() {
    if (unit.equals(NANOSECONDS)) {
      return 1;
    }
    return periodUnit.equals(NANOSECONDS) ? period : 0;
  }
}
