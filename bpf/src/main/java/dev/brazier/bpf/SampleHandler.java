package dev.brazier.bpf;

/** Receives what {@link Sampler#drain} finds, on the thread that drains. */
public interface SampleHandler {
  /**
   * A file that samples refer to. It comes before the samples that do, as a rule: two CPUs that
   * meet a new file in the same microsecond may send the other way round, and a request that found
   * its ring full comes again later.
   */
  void file(FileSighting file);

  /** A sample, good until the method returns. */
  void sample(SampleView sample);
}
