package dev.brazier.bpf;

import java.util.List;

/** How samples are taken: by which of the BPF programs, or without BPF. */
public enum Engine {
  /**
   * User stacks are walked by unwind tables, and frames are places in files, found in the process's
   * mappings at sample time (Linux 6.1 and newer).
   */
  TABLES(
      "sample_tables",
      "stacks are walked by frame pointers, as unwind tables need a kernel of 6.1 or newer"),
  /** As {@link #TABLES}, but user stacks are walked by frame pointers only. */
  LOCATED(
      "sample_located",
      "user frames arrive as bare addresses, as finding their files needs a kernel of 6.1 or newer"),
  /**
   * User stacks are walked by frame pointers only, and frames are runtime addresses: whoever names
   * them reads the mappings afterwards.
   */
  PLAIN("sample_plain", "user stacks cannot be walked"),
  /**
   * No BPF: the kernel writes samples of every process to the rings of perf events, with the stack
   * as it walks it by frame pointers and, unless {@link SamplerFacts#stackCopyBytes} is 0, with a
   * copy of it for who can do better. Frames are runtime addresses.
   */
  PERF("", ""),
  /**
   * As {@link #PERF}, but of the processes of this user only, while they execute user code: what
   * the kernel grants anybody.
   */
  OWN("", "");

  /** The function in {@code sample.bpf.c}; empty without BPF. */
  final String program;

  /** What it means that this kernel does not load it, to be followed by its reason. */
  final String withoutIt;

  Engine(String program, String withoutIt) {
    this.program = program;
    this.withoutIt = withoutIt;
  }

  /** Whether a BPF program takes the samples. */
  public boolean byBpf() {
    return !program.isEmpty();
  }

  /** Functions in {@code scan.h} that go with it. */
  List<String> companions() {
    return switch (this) {
      case TABLES -> List.of(SelfTest.PROGRAM, MappingScan.PROGRAM);
      case LOCATED -> List.of(SelfTest.PROGRAM);
      case PLAIN, PERF, OWN -> List.of();
    };
  }
}
