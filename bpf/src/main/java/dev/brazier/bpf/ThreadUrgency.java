package dev.brazier.bpf;

import com.sun.jna.Memory;

/**
 * Whether the calling thread runs before all ordinary threads of the machine. Nice values do not do
 * that: they count only within a session where the kernel groups sessions (sched(7), "The autogroup
 * feature"). The kernel keeps real-time threads to 95 % of the CPU time, and whoever asks for this
 * should keep himself to far less.
 */
public final class ThreadUrgency {
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;

  /** Threads that this one starts are ordinary ones. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int LEAST_PRIORITY = 1;

  private ThreadUrgency() {}

  /**
   * Makes the calling thread urgent, or ordinary again.
   *
   * @return whether it is so now: urgency needs CAP_SYS_NICE, and a cgroup that allows it
   */
  public static boolean set(boolean urgent) {
    try (Memory priority = new Memory(Integer.BYTES)) {
      priority.setInt(0, urgent ? LEAST_PRIORITY : 0);
      int policy = urgent ? SCHED_RR | SCHED_RESET_ON_FORK : SCHED_OTHER;
      return NativeLibraries.get().libc().sched_setscheduler(0, policy, priority) == 0;
    }
  }
}
