package dev.brazier.agent.doctor;

import dev.brazier.agent.doctor.Cause.Mending;
import java.util.ArrayList;
import java.util.List;

/** Why {@code bpf(2)} failed, or the kernel's types cannot be read. */
final class BpfReasons {
  private final Surroundings at;

  BpfReasons(Surroundings at) {
    this.at = at;
  }

  /** Of a map, a program or an attachment. */
  List<Cause> of(Check check, int errno) {
    if (errno != Errors.EPERM && errno != Errors.EACCES && !filtered()) {
      return List.of(unsupported(check, errno));
    }
    List<Cause> causes = new ArrayList<>();
    if (filtered()) {
      causes.add(Reasons.seccomp("bpf", at.rights().bpf()));
    }
    if (!at.view().initialUsers()) {
      causes.add(Reasons.userNamespace());
      return causes;
    }
    if (!at.has(Capability.CAP_SYS_ADMIN)) {
      causes.addAll(Cause.lacking(Capability.CAP_BPF, at));
      if (check != Check.BPF_MAP) {
        causes.addAll(Cause.lacking(Capability.CAP_PERFMON, at));
      }
    }
    if (check == Check.BPF_MAP && !mayUseBpf()) {
      unprivileged(causes);
    }
    if (causes.isEmpty() && charged()) {
      causes.add(memory());
    }
    return Reasons.orOthers(causes, at, errno);
  }

  /** Of {@code /sys/kernel/btf/vmlinux}. */
  List<Cause> ofTypes(int errno) {
    return errno == Errors.ENOENT
        ? List.of(
            Cause.inWords(
                Layer.NO_BTF,
                "there is no /sys/kernel/btf/vmlinux",
                "mount sysfs, or use a kernel with CONFIG_DEBUG_INFO_BTF"))
        : Reasons.orOthers(new ArrayList<>(), at, errno);
  }

  /**
   * Linux before 6.0 asks for the capability before it looks at the command: without it, EPERM
   * tells nothing.
   */
  private boolean filtered() {
    boolean telling = mayUseBpf() || at.settings().atLeast(6, 0);
    boolean perfToo = Reasons.seccompStops(at, at.rights().perf());
    return Reasons.seccompStops(at, at.rights().bpf()) && (telling || perfToo);
  }

  private boolean mayUseBpf() {
    return at.hasOneOf(Capability.CAP_BPF, Capability.CAP_SYS_ADMIN);
  }

  private void unprivileged(List<Cause> causes) {
    Integer disabled = at.settings().unprivilegedBpfDisabled();
    if (disabled != null && disabled != 0) {
      causes.add(
          new Cause(
              Layer.UNPRIVILEGED_BPF_DISABLED,
              "kernel.unprivileged_bpf_disabled is %d; at 0 there would be maps but still no programs for perf events"
                  .formatted(disabled),
              new Mending.Grant(Capability.CAP_BPF)));
    }
  }

  private boolean charged() {
    return !at.settings().atLeast(5, 11)
        && at.settings().lockedBytes() >= 0
        && !at.has(Capability.CAP_SYS_RESOURCE);
  }

  private Cause memory() {
    return new Cause(
        Layer.MEMORY_LOCK_LIMIT,
        "Linux %s counts BPF memory against RLIMIT_MEMLOCK, which is %s"
            .formatted(at.settings().release(), Reasons.bytes(at.settings().lockedBytes())),
        new Mending.LockMemory());
  }

  private Cause unsupported(Check check, int errno) {
    String mode = at.settings().lockdown();
    if (check == Check.BPF_PROGRAM && "confidentiality".equals(mode)) {
      return Reasons.lockdown();
    }
    // The program only reads kernel memory, which every kernel since 5.8 lets BPF do otherwise.
    if (check == Check.BPF_PROGRAM
        && errno == Errors.EINVAL
        && mode == null
        && at.settings().atLeast(5, 8)) {
      return Reasons.hiddenLockdown(at.settings().release());
    }
    return Cause.inWords(
        Layer.OLD_KERNEL,
        "Linux %s does not know it".formatted(at.settings().release()),
        check == Check.BPF_ITERATOR
            ? "use Linux 6.1 or newer for unwind tables"
            : "use Linux 5.8 or newer, with CONFIG_BPF_SYSCALL and CONFIG_BPF_EVENTS");
  }
}
