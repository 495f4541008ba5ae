package dev.brazier.bpf;

/** The kernel lets this process lock no more memory for the ring of a perf event. */
final class RingRefusedException extends BpfException {
  private static final long serialVersionUID = 1;

  RingRefusedException(int cpu) {
    super(
        "map the perf ring of cpu " + cpu,
        Errno.EPERM,
        MemoryLock.text() + ": raise one of them or grant CAP_IPC_LOCK",
        "");
  }
}
