package dev.brazier.bpf;

import java.time.Duration;

/**
 * How many rings, and how large.
 *
 * @param rings CPU number modulo this chooses the ring
 * @param bytesPerRing a power of two and a multiple of the page size
 */
record RingPlan(int rings, int bytesPerRing) {
  /** CPUs that share a ring: its producers take turns with a lock. */
  private static final int CPUS_PER_RING = 16;

  private static final int BYTES_PER_SAMPLE = 512;
  private static final long LEAST = 1 << 20;
  private static final long MOST = 64 << 20;
  private static final int LEAST_PER_RING = 64 << 10;

  /** A CPU that does nothing but start processes fills this in some 100 ms. */
  private static final int LEAST_PER_CPU = 128 << 10;

  private static final int COPY_SLACK = 8;
  private static final double LEAST_COPY_SECONDS = 0.5;
  private static final int LEAST_COPY = 4 << 10;

  /** A guess that is rather too high, so that rings are rather too large. */
  private static final double CYCLES_PER_SECOND = 4e9;

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Plans for the time that samples may have to wait.
   *
   * @param wantedBytes in all, or 0 to compute it
   */
  static RingPlan of(
      Event event, Rate rate, int cpus, Duration slack, int wantedBytes, int pageBytes) {
    return of(event, rate, cpus, slack, wantedBytes, pageBytes, BYTES_PER_SAMPLE);
  }

  private static RingPlan of(
      Event event,
      Rate rate,
      int cpus,
      Duration slack,
      int wantedBytes,
      int pageBytes,
      int sampleBytes) {
    int rings = Math.max(1, cpus / CPUS_PER_RING);
    if (wantedBytes > 0) {
      return new RingPlan(rings, powerOfTwo(Math.max(pageBytes, wantedBytes / rings)));
    }
    double seconds = slack.toNanos() / NANOS_PER_SECOND;
    double needed = hertz(event, rate) * cpus * sampleBytes * seconds;
    long bytes = (long) Math.min(MOST, Math.max(LEAST, needed));
    long perRing = Math.max(LEAST_PER_RING, powerOfTwo(bytes / rings));
    while (perRing * rings > MOST && perRing > LEAST_PER_RING) {
      perRing /= 2;
    }
    return new RingPlan(rings, (int) Math.max(pageBytes, perRing));
  }

  /**
   * One ring for each CPU, as perf events have them.
   *
   * @param wantedBytes in all, or 0 to compute it
   * @param copyBytes of a user stack in each sample
   */
  static RingPlan perCpu(
      Event event,
      Rate rate,
      int cpus,
      Duration slack,
      int wantedBytes,
      int pageBytes,
      int copyBytes) {
    int sampleBytes = BYTES_PER_SAMPLE + copyBytes;
    // Without copies the least there is lasts for seconds, which a busy machine may need.
    Duration wait = copyBytes == 0 ? slack : slack.multipliedBy(COPY_SLACK);
    RingPlan all = of(event, rate, cpus, wait, wantedBytes, pageBytes, sampleBytes);
    long perCpu = (long) all.rings * all.bytesPerRing / cpus;
    long least = wantedBytes > 0 ? pageBytes : LEAST_PER_CPU;
    return new RingPlan(cpus, powerOfTwo(Math.max(least, perCpu)));
  }

  /**
   * How much of a user stack each sample may hold so that a ring does for {@link
   * #LEAST_COPY_SECONDS}: who reads it may be kept from the CPU for a while.
   *
   * @return a power of two of at least {@link #LEAST_COPY}, or 0 when nothing of use fits
   */
  static int copyThatFits(Event event, Rate rate, int bytesPerRing) {
    double samples = Math.max(1, hertz(event, rate) * LEAST_COPY_SECONDS);
    int bytes = (int) (bytesPerRing / samples) - BYTES_PER_SAMPLE;
    return bytes < LEAST_COPY ? 0 : Integer.highestOneBit(bytes);
  }

  private static double hertz(Event event, Rate rate) {
    if (rate instanceof Rate.Period period) {
      double perSecond = event == Event.CYCLES ? CYCLES_PER_SECOND : NANOS_PER_SECOND;
      return perSecond / period.events();
    }
    return ((Rate.Frequency) rate).hertz();
  }

  /** The least power of two that is not less. */
  private static int powerOfTwo(long bytes) {
    return (int) (Long.highestOneBit(Math.max(1, bytes - 1)) << 1);
  }
}
