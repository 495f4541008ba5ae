package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import dev.brazier.agent.doctor.Cause.Namespace;
import java.util.ArrayList;
import java.util.List;

/** Why files of {@code /proc} and {@code /sys} tell nothing. */
final class FileReasons {
  /** {@code kernel.yama.ptrace_scope} at which nobody may attach, whatever their capabilities. */
  private static final int YAMA_NOBODY = 3;

  private final Surroundings at;

  FileReasons(Surroundings at) {
    this.at = at;
  }

  /** Of files of another user's process. */
  List<Cause> ofProcess(Check check, int errno) {
    List<Cause> causes = new ArrayList<>();
    if (errno == Errors.ENOENT && at.view().hidden()) {
      causes.add(hidden());
    }
    if (!at.view().initialUsers()) {
      causes.add(Reasons.userNamespace());
      return causes;
    }
    causes.addAll(Cause.lacking(Capability.CAP_SYS_PTRACE, at));
    if (check == Check.PROC_MEM || check == Check.PROC_MAP_FILES) {
      if (!at.has(Capability.CAP_DAC_OVERRIDE)) {
        causes.addAll(Cause.lacking(Capability.CAP_DAC_READ_SEARCH, at));
      }
    }
    if (check == Check.PROC_MAP_FILES && !at.has(Capability.CAP_SYS_ADMIN)) {
      causes.addAll(Cause.lacking(Capability.CAP_CHECKPOINT_RESTORE, at));
    }
    Integer yama = at.settings().yama();
    if (check == Check.PROC_MEM && yama != null && yama >= YAMA_NOBODY) {
      causes.add(
          Cause.inWords(
              Layer.YAMA,
              "kernel.yama.ptrace_scope is 3: nobody may attach to a process until the next boot",
              "boot with kernel.yama.ptrace_scope=2 or less"));
    }
    return Reasons.orOthers(causes, at, errno);
  }

  /** Of kernel symbols whose addresses are zero, or that cannot be read. */
  List<Cause> ofSymbols(int errno) {
    Integer restrict = at.settings().kptrRestrict();
    List<Cause> causes = new ArrayList<>();
    if (errno == Errors.ENOENT) {
      causes.add(
          Cause.inWords(
              Layer.OLD_KERNEL,
              "there is no /proc/kallsyms",
              "mount proc, or use a kernel with CONFIG_KALLSYMS"));
    } else if (!at.view().initialUsers()) {
      causes.add(Reasons.userNamespace());
    } else {
      causes.addAll(Cause.lacking(Capability.CAP_SYSLOG, at));
    }
    if (restrict != null && restrict >= 2) {
      causes.add(
          0,
          new Cause(
              Layer.KPTR_RESTRICT,
              "kernel.kptr_restrict is %d, which hides kernel addresses from everybody"
                  .formatted(restrict),
              new Mending.Setting(
                  "kernel.kptr_restrict", 1, "at 2 no capability shows kernel addresses")));
    }
    return Reasons.orOthers(causes, at, errno);
  }

  /** Of tracefs. */
  List<Cause> ofTracefs(int errno) {
    if (errno == Errors.ENOENT) {
      return List.of(
          Cause.inWords(
              Layer.NOT_MOUNTED,
              "/sys/kernel/tracing is empty",
              "mount it: mount -t tracefs none /sys/kernel/tracing"));
    }
    List<Cause> causes = new ArrayList<>();
    if (!at.has(Capability.CAP_DAC_OVERRIDE)) {
      causes.addAll(Cause.lacking(Capability.CAP_DAC_READ_SEARCH, at));
    }
    return Reasons.orOthers(causes, at, errno);
  }

  /** Of the cgroup file system. */
  List<Cause> ofCgroups(int errno) {
    return errno == Errors.ENOENT
        ? List.of(
            Cause.inWords(
                Layer.NOT_MOUNTED,
                "there is no /sys/fs/cgroup",
                "mount it: mount -t cgroup2 none /sys/fs/cgroup"))
        : Reasons.orOthers(new ArrayList<>(), at, errno);
  }

  /** Of {@code /proc} as a whole; empty where it shows the host's processes. */
  List<Cause> ofProc() {
    List<Cause> causes = new ArrayList<>();
    if (!at.view().ownProc()) {
      causes.add(
          Cause.inWords(
              Layer.HIDDEN_PROC,
              "/proc numbers processes as another PID namespace than ours does",
              "mount a proc of our own: mount -t proc proc /proc"));
    }
    if (!at.view().initialPids()) {
      causes.add(
          new Cause(
              Layer.PID_NAMESPACE,
              "/proc/self/ns/pid is not the host's: only the processes of this container are seen",
              new Mending.ShareNamespace(Namespace.PID)));
      // What shows only once they are in sight, so that one round of mending is enough.
      causes.addAll(Cause.lacking(Capability.CAP_SYS_PTRACE, at));
    } else if (at.view().hidden() && !at.has(Capability.CAP_SYS_PTRACE)) {
      causes.add(hidden());
    }
    return causes;
  }

  private Cause hidden() {
    return new Cause(
        Layer.HIDDEN_PROC,
        "/proc is mounted with hidepid, which hides other users' processes",
        new Mending.Grant(Capability.CAP_SYS_PTRACE));
  }
}
