package dev.brazier.agent.permission;

import java.util.List;

/** Layers other than levels of perf events that only a kernel of one's own can be told to have. */
final class KernelLayers {

  private static final String PROGRAM = "bpf.program.perf-event";
  private static final String NEVER_MIND = ":";

  private KernelLayers() {}

  /** Those that can be taken back, then those that last until the next boot. */
  static List<KernelCell> all() {
    return List.of(
        kernelPointers(Grants.PRIVILEGED, 2),
        kernelPointers(Grants.WITH_SYSLOG, 2),
        kernelPointers(Grants.PRIVILEGED, 1),
        kernelPointers(Grants.PERFMON_BPF, 1),
        unprivilegedBpf(Grants.NOTHING, 0),
        unprivilegedBpf(Grants.PERFMON, 0),
        unprivilegedBpf(Grants.NOTHING, 2),
        hiddenProcesses(),
        root("sysfs not mounted")
            .after("mount -t tmpfs none /sys", NEVER_MIND)
            .with("kernel.btf", "no-btf")
            .untilNextBoot(),
        root("tracefs not mounted")
            .after("umount -l /sys/kernel/tracing", "mount -t tracefs none /sys/kernel/tracing")
            .with("tracefs", "not-mounted"),
        memoryLock(),
        attaching(1).with("proc.mem.other"),
        attaching(2).with("proc.mem.other"),
        lockdown("integrity"),
        attaching(3).with("proc.mem.other", "yama").untilNextBoot(),
        unprivilegedBpf(Grants.NOTHING, 1).untilNextBoot(),
        unprivilegedBpf(Grants.PERFMON_BPF, 1).untilNextBoot(),
        confidential(),
        confidential()
            .after("umount /sys/kernel/security", NEVER_MIND)
            .named("lockdown=confidentiality, not told"));
  }

  private static KernelCell root(String name) {
    return KernelCell.of(name, Grants.PRIVILEGED, KernelRules.USUAL);
  }

  private static KernelCell kernelPointers(Grants grants, int level) {
    return KernelCell.of("kptr_restrict=" + level, grants, KernelRules.USUAL.pointers(level));
  }

  private static KernelCell unprivilegedBpf(Grants grants, int level) {
    return KernelCell.of(
        "unprivileged_bpf_disabled=" + level, grants, KernelRules.USUAL.unprivilegedBpf(level));
  }

  /** There is nothing then to try the files of other processes on. */
  private static KernelCell hiddenProcesses() {
    return KernelCell.of("hidepid=2", Grants.PERFMON_BPF, KernelRules.USUAL)
        .after("mount -o remount,hidepid=2 /proc", "mount -o remount,hidepid=0 /proc")
        .with("proc.pid-namespace", "hidden-proc")
        .with("proc.root.other");
  }

  private static KernelCell memoryLock() {
    return KernelCell.of("RLIMIT_MEMLOCK=0", Grants.PERFMON, KernelRules.USUAL)
        .behind("prlimit", "--memlock=0:0")
        .with("perf.ring.1m", "memory-lock-limit");
  }

  private static KernelCell attaching(int scope) {
    return root("yama.ptrace_scope=" + scope)
        .after("sysctl -qw kernel.yama.ptrace_scope=" + scope, NEVER_MIND);
  }

  private static KernelCell confidential() {
    return lockdown("confidentiality").with(PROGRAM, "lockdown");
  }

  private static KernelCell lockdown(String mode) {
    return root("lockdown=" + mode)
        .after("echo " + mode + " >/sys/kernel/security/lockdown", NEVER_MIND)
        .untilNextBoot();
  }
}
