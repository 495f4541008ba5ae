package dev.brazier.bpf;

/** Which of the two sampling programs runs. */
public enum Engine {
  /**
   * User frames are places in files, found in the process's mappings at sample time (Linux 6.1 and
   * newer).
   */
  LOCATED("sample_located"),
  /** User frames are runtime addresses: whoever names them reads the mappings afterwards. */
  PLAIN("sample_plain");

  /** The function in {@code sample.bpf.c}. */
  final String program;

  Engine(String program) {
    this.program = program;
  }
}
