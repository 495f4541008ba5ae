package dev.brazier.bpf.perf;

/**
 * What the samples of a ring are made of, besides the thread and the time.
 *
 * @param chain the stack
 * @param cgroup the inode of the cgroup v2 directory
 */
public record SampleFormat(boolean chain, boolean cgroup) {
  private static final long TID = 1 << 1;
  private static final long TIME = 1 << 2;
  private static final long CHAIN = 1 << 5;
  private static final long CGROUP = 1 << 21;

  /** {@code perf_event_attr.sample_type}; {@code sample_id_all} must be set beside it. */
  public long sampleType() {
    return TID | TIME | (chain ? CHAIN : 0) | (cgroup ? CGROUP : 0);
  }
}
