package dev.brazier.agent.stat;

import dev.brazier.bpf.CgroupHandle;
import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.bpf.counter.CounterPlace;
import dev.brazier.bpf.counter.CounterSet;
import dev.brazier.bpf.counter.CounterStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Counters on CPUs: of everything there, or of one cgroup. */
final class CpuPlaces implements Places {

  private final List<CounterSet> sets = new ArrayList<>();
  private final String how;

  private CpuPlaces(List<Integer> cpus, IntFunction<CounterPlace> place, String of) {
    this.how = of + (cpus.size() == 1 ? "1 CPU" : cpus.size() + " CPUs");
    try {
      for (int cpu : cpus) {
        sets.add(CounterSet.open(place.apply(cpu), CounterEvent.all(), CounterStart.WHEN_ENABLED));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Of everything that runs on these CPUs. */
  static CpuPlaces whole(List<Integer> cpus) {
    return new CpuPlaces(cpus, CounterPlace.Cpu::new, "");
  }

  /** Of a cgroup with those below it. */
  static CpuPlaces ofCgroup(Path directory, List<Integer> cpus) {
    try (CgroupHandle handle = CgroupHandle.open(directory)) {
      return new CpuPlaces(
          cpus, cpu -> new CounterPlace.Cgroup(handle, cpu), "cgroup " + directory + " on ");
    }
  }

  @Override
  public List<CounterSet> sets() {
    return sets;
  }

  @Override
  public String how() {
    return how;
  }
}
