package dev.brazier.bpf;

/** RLIMIT_MEMLOCK is too small on a kernel that charges BPF memory to it (before 5.11). */
public final class MemoryLockException extends BpfException {
  private static final long serialVersionUID = 1;

  private final long limitBytes;

  MemoryLockException(String operation, int errno, long limitBytes, String libbpfWords) {
    super(
        operation,
        errno,
        "this kernel charges BPF memory to RLIMIT_MEMLOCK, which is "
            + limitBytes
            + " bytes: raise it (ulimit -l unlimited; docker run --ulimit memlock=-1) or grant"
            + " CAP_SYS_RESOURCE",
        libbpfWords);
    this.limitBytes = limitBytes;
  }

  /** The limit in force, in bytes. */
  public long limitBytes() {
    return limitBytes;
  }
}
