package dev.brazier.bpf;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The capabilities that decide about profiling, with their bit in {@code linux/capability.h}. */
enum Capability {
  CAP_SYS_ADMIN(21),
  CAP_PERFMON(38),
  CAP_BPF(39);

  private final int bit;

  Capability(int bit) {
    this.bit = bit;
  }

  boolean in(long set) {
    return (set >>> bit & 1) != 0;
  }

  /** The names of those wanted that the set lacks, joined by "and"; empty when none is missing. */
  static String missing(long set, Capability... wanted) {
    return Arrays.stream(wanted)
        .filter(capability -> !capability.in(set))
        .map(Enum::name)
        .collect(Collectors.joining(" and "));
  }
}
