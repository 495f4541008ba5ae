package dev.brazier.bpf;

/**
 * Byte offsets of the wire structures of {@code src/main/bpf/syscalls.h}, which is their source: a
 * test compares them with the type information of the compiled object.
 */
final class SyscallLayout {

  private SyscallLayout() {}

  /** {@code struct refused_key}. */
  static final class RefusedKey {
    static final int CGROUP_ID = 0;
    static final int MOUNT_NAMESPACE = 8;
    static final int MACHINE = 12;
    static final int NUMBER = 16;
    static final int ERROR = 20;
    static final int BYTES = 24;

    private RefusedKey() {}
  }

  /** {@code struct refused_call}. */
  static final class RefusedCall {
    static final int COUNT = 0;
    static final int LAST_NS = 8;
    static final int TGID = 16;
    static final int RESERVED = 20;
    static final int PROCESS_COMM = 24;
    static final int BYTES = 40;

    private RefusedCall() {}
  }

  /** {@code struct made_key}. */
  static final class MadeKey {
    static final int CGROUP_ID = 0;
    static final int MACHINE = 8;
    static final int NUMBER = 12;
    static final int BYTES = 16;

    private MadeKey() {}
  }
}
