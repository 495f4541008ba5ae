package dev.brazier.agent.doctor;

import dev.brazier.bpf.access.Reach;
import org.jspecify.annotations.Nullable;

/**
 * All that decides about what this process may do, as far as it can be read.
 *
 * @param rights what it was given
 * @param view what it was put into
 * @param settings the machine's
 */
public record Surroundings(Rights rights, View view, Settings settings) {

  /** The mode in {@code /proc/self/status}. */
  public enum Seccomp {
    NONE,
    STRICT,
    FILTER
  }

  /**
   * What the process was given.
   *
   * @param uid effective
   * @param gid effective
   * @param noNewPrivileges {@code PR_SET_NO_NEW_PRIVS} is on
   * @param perf whether {@code perf_event_open(2)} gets past seccomp
   * @param bpf whether {@code bpf(2)} does
   * @param launcher what the file capabilities of our launcher permit
   */
  public record Rights(
      int uid,
      int gid,
      CapabilitySet effective,
      CapabilitySet permitted,
      CapabilitySet bounding,
      CapabilitySet ambient,
      boolean noNewPrivileges,
      Seccomp seccomp,
      Reach perf,
      Reach bpf,
      CapabilitySet launcher) {}

  /**
   * What the process was put into.
   *
   * @param ownProc {@code /proc} numbers processes as our own PID namespace does
   * @param hidden {@code /proc} is mounted with {@code hidepid}
   * @param container the id of the container that we run in
   */
  public record View(
      boolean initialUsers,
      boolean initialPids,
      boolean initialCgroups,
      boolean ownProc,
      boolean hidden,
      @Nullable String container) {}

  /**
   * The machine's; null is unreadable.
   *
   * @param release {@code 6.18.44}
   * @param lockdown {@code none}, {@code integrity} or {@code confidentiality}
   * @param yama {@code kernel.yama.ptrace_scope}
   * @param lockedBytes RLIMIT_MEMLOCK; -1 for no limit
   * @param perfLockedKib {@code kernel.perf_event_mlock_kb}
   * @param modules the security modules in force, {@code lockdown,capability,apparmor}
   * @param label the one that a security module gave this process
   */
  public record Settings(
      String release,
      @Nullable Integer perfEventParanoid,
      @Nullable Integer kptrRestrict,
      @Nullable Integer unprivilegedBpfDisabled,
      @Nullable String lockdown,
      @Nullable Integer yama,
      long lockedBytes,
      @Nullable Integer perfLockedKib,
      @Nullable String modules,
      @Nullable String label) {

    /** Whether the kernel is at least {@code major.minor}; also where its release is no number. */
    boolean atLeast(int major, int minor) {
      String[] parts = release.split("[^0-9]+", 3);
      if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
        return true;
      }
      int thisMajor = Integer.parseInt(parts[0]);
      int thisMinor = Integer.parseInt(parts[1]);
      return thisMajor > major || (thisMajor == major && thisMinor >= minor);
    }

    boolean paranoidAtLeast(int level) {
      return perfEventParanoid != null && perfEventParanoid >= level;
    }
  }

  boolean filtered() {
    return rights.seccomp() != Seccomp.NONE;
  }

  boolean has(Capability capability) {
    return rights.effective().has(capability);
  }

  boolean hasOneOf(Capability... capabilities) {
    for (Capability capability : capabilities) {
      if (has(capability)) {
        return true;
      }
    }
    return false;
  }
}
