package dev.brazier.bpf;

import java.util.List;

/** Which of the sampling programs runs. */
public enum Engine {
  /**
   * User stacks are walked by unwind tables, and frames are places in files, found in the process's
   * mappings at sample time (Linux 6.1 and newer).
   */
  TABLES("sample_tables", List.of(SelfTest.PROGRAM, MappingScan.PROGRAM),
      "stacks are walked by frame pointers, as unwind tables need a kernel of 6.1 or newer"),
  /** As {@link #TABLES}, but user stacks are walked by frame pointers only. */
  LOCATED("sample_located", List.of(SelfTest.PROGRAM),
      "user frames arrive as bare addresses, as finding their files needs a kernel of 6.1 or newer"),
  /**
   * User stacks are walked by frame pointers only, and frames are runtime addresses: whoever names
   * them reads the mappings afterwards.
   */
  PLAIN("sample_plain", List.of(), "user stacks cannot be walked");

  /** The function in {@code sample.bpf.c}. */
  final String program;

  /** Functions in {@code scan.h} that go with it. */
  final List<String> companions;

  /** What it means that this kernel does not load it, to be followed by its reason. */
  final String withoutIt;

  Engine(String program, List<String> companions, String withoutIt) {
    this.program = program;
    this.companions = companions;
    this.withoutIt = withoutIt;
  }
}
