package dev.brazier.bpf;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the exception that explains a refusal best. */
final class Failures {
  private static final int SOCKET_FILTER = 1;

  /** A helper of 5.11, the first kernel that charges BPF memory to the memory cgroup instead. */
  private static final int KTIME_GET_COARSE_NS = 160;

  private Failures() {}

  /** errno of the last native call on this thread. */
  static int lastErrno() {
    return Native.getLastError();
  }

  /**
   * Explains why a {@code bpf(2)} operation failed.
   *
   * @param errno positive
   * @param words what libbpf said meanwhile
   */
  static BpfException bpf(String operation, int errno, String words) {
    Optional<VerifierLog> log = VerifierLog.find(words);
    if (log.isPresent()) {
      return new VerifierRejectedException(
          "load program " + log.get().program(), errno, log.get(), words);
    }
    if (errno == Errno.EPERM || errno == Errno.EACCES) {
      OptionalLong limit = chargedLimit();
      if (limit.isPresent()) {
        return new MemoryLockException(operation, errno, limit.getAsLong(), words);
      }
      String current = Privileges.ofThisProcess().aboutBpf();
      return new PermissionRefusedException(operation, errno, current, words);
    }
    return new BpfException(operation, errno, lastLine(words), words);
  }

  /**
   * Explains why {@code perf_event_open(2)} failed.
   *
   * @param explanation of any refusal but one for want of privileges; may be empty
   */
  static BpfException perf(String operation, int errno, String explanation) {
    if (errno == Errno.EPERM || errno == Errno.EACCES) {
      String current = Privileges.ofThisProcess().aboutPerf();
      return new PermissionRefusedException(operation, errno, current, "");
    }
    return new BpfException(operation, errno, explanation, "");
  }

  private static String lastLine(String words) {
    return words.lines().reduce((first, second) -> second).orElse("").strip();
  }

  /**
   * RLIMIT_MEMLOCK where it bites: the process may use bpf, the limit is finite, the kernel is old.
   */
  private static OptionalLong chargedLimit() {
    Privileges privileges = Privileges.ofThisProcess();
    if (!privileges.has(Capability.CAP_BPF) && !privileges.has(Capability.CAP_SYS_ADMIN)) {
      return OptionalLong.empty();
    }
    NativeLibraries libraries = NativeLibraries.get();
    long limit;
    try (Memory pair = new Memory(2 * Long.BYTES)) {
      if (libraries.libc().getrlimit(LibC.RLIMIT_MEMLOCK, pair) != 0) {
        return OptionalLong.empty();
      }
      limit = pair.getLong(0);
    }
    if (limit == LibC.RLIM_INFINITY) {
      return OptionalLong.empty();
    }
    int knows =
        libraries.libbpf().libbpf_probe_bpf_helper(SOCKET_FILTER, KTIME_GET_COARSE_NS, null);
    libraries.words().take();
    return knows == 0 ? OptionalLong.of(limit) : OptionalLong.empty();
  }
}
