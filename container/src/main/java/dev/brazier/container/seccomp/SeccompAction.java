package dev.brazier.container.seccomp;

import java.util.Arrays;
import java.util.Optional;

/** What a filter does with a system call; the names are libseccomp's, as in profiles. */
enum SeccompAction {
  ALLOW("SCMP_ACT_ALLOW", true),
  LOG("SCMP_ACT_LOG", true),
  ERRNO("SCMP_ACT_ERRNO", false),
  TRAP("SCMP_ACT_TRAP", false),
  KILL("SCMP_ACT_KILL", false),
  KILL_PROCESS("SCMP_ACT_KILL_PROCESS", false),
  KILL_THREAD("SCMP_ACT_KILL_THREAD", false),
  /** A tracer decides; without one the call fails with ENOSYS. */
  TRACE("SCMP_ACT_TRACE", true),
  /** A supervisor decides, {@code listenerPath}. */
  NOTIFY("SCMP_ACT_NOTIFY", true);

  private final String label;
  private final boolean allows;

  SeccompAction(String label, boolean allows) {
    this.label = label;
    this.allows = allows;
  }

  static Optional<SeccompAction> of(String label) {
    return Arrays.stream(values()).filter(action -> action.label.equals(label)).findFirst();
  }

  /** {@code SCMP_ACT_ALLOW}. */
  String label() {
    return label;
  }

  /** Whether the call can reach the kernel. */
  boolean allows() {
    return allows;
  }
}
