package dev.brazier.bpf.counter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be counted: the generic events of {@code linux/perf_event.h}, named as {@code perf list}
 * names them. A CPU may lack any of the hardware's.
 */
public enum CounterEvent {
  /** Time on a CPU, in nanoseconds; on a whole CPU, the time that passes there. */
  TASK_CLOCK("task-clock", Source.KERNEL_CLOCK, Kind.SOFTWARE, 1),
  /** The same by the CPU's own clock. */
  CPU_CLOCK("cpu-clock", Source.KERNEL_CLOCK, Kind.SOFTWARE, 0),
  CONTEXT_SWITCHES("context-switches", Source.KERNEL_ONLY, Kind.SOFTWARE, 3),
  /** Times that a task went on running on another CPU. */
  CPU_MIGRATIONS("cpu-migrations", Source.KERNEL_ONLY, Kind.SOFTWARE, 4),
  PAGE_FAULTS("page-faults", Source.BOTH_MODES, Kind.SOFTWARE, 2),
  /** Page faults that needed no input. */
  MINOR_FAULTS("minor-faults", Source.BOTH_MODES, Kind.SOFTWARE, 5),
  /** Page faults that had to wait for a disk. */
  MAJOR_FAULTS("major-faults", Source.BOTH_MODES, Kind.SOFTWARE, 6),
  /** Unaligned accesses that the kernel mended; x86 CPUs mend them on their own. */
  ALIGNMENT_FAULTS("alignment-faults", Source.BOTH_MODES, Kind.SOFTWARE, 7),
  /** Instructions that the kernel carried out in the CPU's stead. */
  EMULATION_FAULTS("emulation-faults", Source.BOTH_MODES, Kind.SOFTWARE, 8),

  CYCLES("cycles", Source.BOTH_MODES, Kind.HARDWARE, 0),
  INSTRUCTIONS("instructions", Source.BOTH_MODES, Kind.HARDWARE, 1),
  /** Cycles in which no instruction came from the front end. */
  STALLED_CYCLES_FRONTEND("stalled-cycles-frontend", Source.BOTH_MODES, Kind.HARDWARE, 7),
  /** Cycles in which the back end took no instruction. */
  STALLED_CYCLES_BACKEND("stalled-cycles-backend", Source.BOTH_MODES, Kind.HARDWARE, 8),
  BRANCHES("branches", Source.BOTH_MODES, Kind.HARDWARE, 4),
  BRANCH_MISSES("branch-misses", Source.BOTH_MODES, Kind.HARDWARE, 5),
  /** Accesses to the last level of the CPU's caches, as a rule. */
  CACHE_REFERENCES("cache-references", Source.BOTH_MODES, Kind.HARDWARE, 2),
  CACHE_MISSES("cache-misses", Source.BOTH_MODES, Kind.HARDWARE, 3),
  DTLB_LOADS("dTLB-loads", Source.BOTH_MODES, Kind.CACHE, Cache.DTLB),
  DTLB_LOAD_MISSES("dTLB-load-misses", Source.BOTH_MODES, Kind.CACHE, Cache.DTLB | Cache.MISS),
  ITLB_LOADS("iTLB-loads", Source.BOTH_MODES, Kind.CACHE, Cache.ITLB),
  ITLB_LOAD_MISSES("iTLB-load-misses", Source.BOTH_MODES, Kind.CACHE, Cache.ITLB | Cache.MISS);

  /** Who counts, and so what is left of the count without the kernel's part. */
  private enum Source {
    /** A clock: it does not know the mode, and counts both whatever is asked for. */
    KERNEL_CLOCK,
    /** Something that only the kernel does: nothing would be left of it. */
    KERNEL_ONLY,
    /** Something that happens in user and in kernel mode: the user's part is left. */
    BOTH_MODES
  }

  /** {@code enum perf_type_id}. */
  private enum Kind {
    HARDWARE(0),
    SOFTWARE(1),
    CACHE(3);

    final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** {@code PERF_COUNT_HW_CACHE_*}: the cache, the operation (read, 0) and the result. */
  private static final class Cache {
    static final long DTLB = 3;
    static final long ITLB = 4;
    static final long MISS = 1 << 16;
  }

  /** {@code perf_event_attr.config}. */
  final long config;

  private final String label;
  private final Source source;
  private final Kind kind;

  CounterEvent(String label, Source source, Kind kind, long config) {
    this.label = label;
    this.source = source;
    this.kind = kind;
    this.config = config;
  }

  /** All of them: software first, then hardware with what belongs together side by side. */
  public static List<CounterEvent> all() {
    return List.of(values());
  }

  /** Whether the CPU's performance monitoring unit counts it, which virtual machines often lack. */
  public boolean hardware() {
    return kind != Kind.SOFTWARE;
  }

  /** Whether the count is a time in nanoseconds. */
  public boolean time() {
    return source == Source.KERNEL_CLOCK;
  }

  /** {@code perf_event_attr.type}. */
  int type() {
    return kind.number;
  }

  /**
   * The event that this one is held against, as instructions are against cycles: the two are
   * counted at the same times. Null for none.
   */
  @Nullable CounterEvent base() {
    return switch (this) {
      case INSTRUCTIONS -> CYCLES;
      case BRANCH_MISSES -> BRANCHES;
      case CACHE_MISSES -> CACHE_REFERENCES;
      case DTLB_LOAD_MISSES -> DTLB_LOADS;
      case ITLB_LOAD_MISSES -> ITLB_LOADS;
      default -> null;
    };
  }

  /** Whether a count that leaves the kernel out would always be zero. */
  boolean kernelOnly() {
    return source == Source.KERNEL_ONLY;
  }

  /**
   * Whether the count depends on the mode of the CPU, so that leaving the kernel out makes it
   * another.
   */
  boolean dependsOnMode() {
    return source == Source.BOTH_MODES;
  }

  /** As {@code perf} writes it. */
  @Override
  public String toString() {
    return label;
  }
}
