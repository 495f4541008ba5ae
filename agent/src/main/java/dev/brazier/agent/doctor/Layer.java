package dev.brazier.agent.doctor;

import java.util.Locale;

/** What can stand between a process and the kernel. Their ids are part of the JSON schema. */
public enum Layer {
  /** Not even the bounding set holds it: whoever started the container did not grant it. */
  CAPABILITY_MISSING,
  /** The bounding set holds it, but no way that this process was started on gave it. */
  CAPABILITY_NOT_PERMITTED,
  /** Permitted and not raised. */
  CAPABILITY_NOT_EFFECTIVE,
  /** File capabilities count for nothing under it. */
  NO_NEW_PRIVILEGES,
  /** Capabilities hold only inside it. */
  USER_NAMESPACE,
  SECCOMP,
  /** A value that even the capability does not pass: 3 and 4 of Debian's and Ubuntu's kernels. */
  PERF_EVENT_PARANOID,
  KPTR_RESTRICT,
  UNPRIVILEGED_BPF_DISABLED,
  MEMORY_LOCK_LIMIT,
  LOCKDOWN,
  /** SELinux, AppArmor, BPF LSM. */
  SECURITY_MODULE,
  YAMA,
  /** No hardware counters, as in most virtual machines. */
  NO_PMU,
  OLD_KERNEL,
  NO_BTF,
  /** {@code /proc} shows this namespace's processes only. */
  PID_NAMESPACE,
  /** {@code hidepid}, or the {@code /proc} of another PID namespace. */
  HIDDEN_PROC,
  NOT_MOUNTED,
  UNKNOWN;

  /** As in JSON: {@code capability-missing}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
