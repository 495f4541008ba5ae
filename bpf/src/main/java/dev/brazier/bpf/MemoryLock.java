package dev.brazier.bpf;

import com.sun.jna.Memory;
import java.util.OptionalInt;

/**
 * What limits the rings of perf events for a process without CAP_IPC_LOCK: {@code
 * kernel.perf_event_mlock_kb} for each CPU, shared by all processes of a user, and beyond it
 * RLIMIT_MEMLOCK.
 */
final class MemoryLock {
  private MemoryLock() {}

  /** The limits in force, as a half sentence. */
  static String text() {
    OptionalInt perCpu = KernelSetting.read("perf_event_mlock_kb");
    return "kernel.perf_event_mlock_kb is %s and RLIMIT_MEMLOCK is %s"
        .formatted(
            perCpu.isPresent() ? Integer.toString(perCpu.getAsInt()) : "unreadable", limit());
  }

  private static String limit() {
    try (Memory pair = new Memory(2 * Long.BYTES)) {
      if (NativeLibraries.libC().getrlimit(LibC.RLIMIT_MEMLOCK, pair) != 0) {
        return "unreadable";
      }
      long bytes = pair.getLong(0);
      return bytes == LibC.RLIM_INFINITY ? "unlimited" : (bytes >> 10) + " KiB";
    }
  }
}
