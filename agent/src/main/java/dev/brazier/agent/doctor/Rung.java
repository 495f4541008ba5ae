package dev.brazier.agent.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How {@code brazier record} would sample here. */
enum Rung {
  /** BPF, stacks by unwind tables. */
  TABLES,
  /** BPF, stacks by frame pointers. */
  FRAME_POINTERS,
  /** Perf rings of every process. */
  PERF,
  /** Perf rings of our own user's processes. */
  OWN,
  NONE;

  private static final List<Check> BPF =
      List.of(Check.BPF_MAP, Check.BPF_PROGRAM, Check.BPF_ATTACH);
  private static final List<Check> MAPPINGS = List.of(Check.BPF_ITERATOR, Check.KERNEL_BTF);

  /** The highest one whose needs are among what works. */
  static Rung of(Set<Check> working) {
    boolean machine = working.contains(Check.MACHINE_USER);
    boolean ring = working.contains(Check.RING_128K);
    if (machine && working.containsAll(BPF)) {
      return working.containsAll(MAPPINGS) ? TABLES : FRAME_POINTERS;
    }
    if (machine && ring) {
      return PERF;
    }
    return ring && working.contains(Check.OWN_USER) ? OWN : NONE;
  }

  boolean hasRings() {
    return this == PERF || this == OWN;
  }

  /** As in JSON: {@code frame-pointers}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
