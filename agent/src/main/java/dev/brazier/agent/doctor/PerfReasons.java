package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import java.util.ArrayList;
import java.util.List;

/** Why {@code perf_event_open(2)}, or the mapping of its ring, failed. */
final class PerfReasons {
  /**
   * The level that Linux itself ships with, and the highest at which CAP_PERFMON counts anywhere.
   */
  static final int USUAL_LEVEL = 2;

  /** What CAP_PERFMON takes on kernels with Debian's or Ubuntu's patch. */
  static final Mending.Setting WITHOUT_ADMINISTRATION =
      new Mending.Setting(
          "kernel.perf_event_paranoid",
          USUAL_LEVEL,
          "at 3 and 4 only CAP_SYS_ADMIN passes, which is far more");

  private final Surroundings at;
  private final boolean patched;

  /**
   * @param ownRefused not even our own user code may be sampled, which Linux itself allows at every
   *     level
   */
  PerfReasons(Surroundings at, boolean ownRefused) {
    this.at = at;
    this.patched = ownRefused && !Reasons.seccompStops(at, at.rights().perf());
  }

  /** Of an event. */
  List<Cause> ofEvent(Check check, int errno) {
    if (errno == Errors.ENOENT || errno == Errors.EOPNOTSUPP || errno == Errors.ENODEV) {
      return List.of(absent(check));
    }
    List<Cause> causes = new ArrayList<>();
    if (Reasons.seccompStops(at, at.rights().perf())) {
      causes.add(Reasons.seccomp("perf_event_open", at.rights().perf()));
    }
    if (!at.view().initialUsers()) {
      causes.add(Reasons.userNamespace());
      return causes;
    }
    boolean mayMonitor = at.hasOneOf(Capability.CAP_PERFMON, Capability.CAP_SYS_ADMIN);
    boolean ownUser = check == Check.OWN_USER;
    if (check == Check.UPROBE) {
      causes.addAll(Cause.lacking(Capability.CAP_SYS_ADMIN, at));
    } else if (!mayMonitor && !ownUser) {
      causes.addAll(Cause.lacking(Capability.CAP_PERFMON, at));
    }
    // Known for sure only from its effect: elsewhere levels above 2 mean the same as 2.
    boolean despiteGrant = mayMonitor && causes.isEmpty();
    boolean levelCounts = at.settings().paranoidAtLeast(USUAL_LEVEL + 1);
    if (levelCounts && (patched || despiteGrant) && !at.has(Capability.CAP_SYS_ADMIN)) {
      causes.add(paranoid());
    }
    return Reasons.orOthers(causes, at, errno);
  }

  /** Of a ring's memory. */
  List<Cause> ofRing(int errno) {
    if (errno != Errors.EPERM || at.has(Capability.CAP_IPC_LOCK)) {
      return Reasons.orOthers(new ArrayList<>(), at, errno);
    }
    String each =
        at.settings().perfLockedKib() == null
            ? ""
            : " beyond the %d KiB a CPU of kernel.perf_event_mlock_kb"
                .formatted(at.settings().perfLockedKib());
    return List.of(
        new Cause(
            Layer.MEMORY_LOCK_LIMIT,
            "RLIMIT_MEMLOCK is %s%s, and CAP_IPC_LOCK, which passes it, is not there"
                .formatted(Reasons.bytes(at.settings().lockedBytes()), each),
            new Mending.LockMemory()));
  }

  private static Cause absent(Check check) {
    return switch (check) {
      case CYCLES ->
          Cause.inWords(
              Layer.NO_PMU,
              "the kernel knows no counter of CPU cycles here, as in most virtual machines",
              "give the virtual machine a PMU, or sample by cpu-clock, as brazier does by itself");
      case UPROBE ->
          Cause.inWords(
              Layer.OLD_KERNEL,
              "/sys/bus/event_source/devices lists no uprobe: the kernel was built without",
              "use a kernel with CONFIG_UPROBE_EVENTS");
      default ->
          Cause.inWords(
              Layer.OLD_KERNEL,
              "the kernel knows no such event",
              "use a kernel with CONFIG_PERF_EVENTS");
    };
  }

  private Cause paranoid() {
    return new Cause(
        Layer.PERF_EVENT_PARANOID,
        "kernel.perf_event_paranoid is %d, where this kernel asks for CAP_SYS_ADMIN: CAP_PERFMON does not count (Debian's and Ubuntu's patch)"
            .formatted(at.settings().perfEventParanoid()),
        WITHOUT_ADMINISTRATION);
  }
}
