package dev.brazier.bpf;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The counters that the BPF programs keep in the kernel, kept here by CPU. */
final class RingCounters {
  private final List<long[]> cpus = new ArrayList<>();
  private long malformed;

  void add(Counter counter, int cpu, long count) {
    while (cpus.size() <= cpu) {
      cpus.add(new long[Counter.values().length]);
    }
    cpus.get(cpu)[counter.index] += count;
  }

  void addMalformed(long count) {
    malformed += count;
  }

  /**
   * @param damaged what else is malformed
   */
  SamplerCounters snapshot(long damaged) {
    List<Map<Counter, Long>> snapshot = new ArrayList<>();
    for (long[] values : cpus) {
      Map<Counter, Long> cpu = new EnumMap<>(Counter.class);
      for (Counter counter : Counter.values()) {
        cpu.put(counter, values[counter.index]);
      }
      snapshot.add(cpu);
    }
    return new SamplerCounters(snapshot, malformed + damaged);
  }
}
