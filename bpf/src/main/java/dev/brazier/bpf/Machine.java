package dev.brazier.bpf;

/** The processor architectures served. */
enum Machine {
  X86_64(298),
  AARCH64(241);

  /**
   * The number of {@code perf_event_open}: {@code asm/unistd_64.h}, {@code asm-generic/unistd.h}.
   */
  final long perfEventOpen;

  Machine(long perfEventOpen) {
    this.perfEventOpen = perfEventOpen;
  }

  /** The one this process runs on. */
  static Machine current() {
    return of(System.getProperty("os.arch", ""));
  }

  /** By Java's name of it, {@code amd64}. */
  static Machine of(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new BpfException(
              "choose the machine's BPF object",
              0,
              "architecture " + architecture + " is not supported, x86_64 and aarch64 are",
              "");
    };
  }

  /** As in the names of object files. */
  @Override
  public String toString() {
    return this == X86_64 ? "x86_64" : "aarch64";
  }
}
