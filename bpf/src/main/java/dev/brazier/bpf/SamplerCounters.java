package dev.brazier.bpf;

import java.util.List;
import java.util.Map;

/**
 * A snapshot of the counters since the sampler was opened. While it samples, the counters are read
 * one after the other and need not add up; once it is stopped they do.
 *
 * @param cpus the counters of each possible CPU, by its number; every counter is there
 * @param malformed records that were shorter than they said, and left out
 */
public record SamplerCounters(List<Map<Counter, Long>> cpus, long malformed) {

  public SamplerCounters {
    cpus = cpus.stream().map(Map::copyOf).toList();
  }

  /** A counter's sum over all CPUs. */
  public long total(Counter counter) {
    return cpus.stream().mapToLong(cpu -> cpu.getOrDefault(counter, 0L)).sum();
  }
}
