package dev.brazier.container.process;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process as it was when it was looked at.
 *
 * @param key pid and start time: the identity
 * @param parentPid 0 when it is in no namespace of ours
 * @param comm name of the main thread, up to 15 bytes
 * @param executable path of the program as the target sees it; null for kernel threads and where
 *     CAP_SYS_PTRACE is missing
 * @param namespacedPids its pid in every PID namespace, ours first, its own last
 * @param uid effective user id, in our user namespace
 * @param cgroups one line per hierarchy; empty when unreadable
 * @param mountNamespace inode, 0 when unreadable
 * @param pidNamespace inode, 0 when unreadable
 * @param kernelThread whether it has no user side at all
 */
public record TargetProcess(
    ProcessKey key,
    int parentPid,
    String comm,
    @Nullable String executable,
    List<Integer> namespacedPids,
    int uid,
    List<CgroupLine> cgroups,
    long mountNamespace,
    long pidNamespace,
    boolean kernelThread) {
  /** USER_HZ, the unit of every time in {@code /proc}: 100 on all architectures we build for. */
  public static final int TICKS_PER_SECOND = 100;

  static final long NANOS_PER_TICK = 1_000_000_000L / TICKS_PER_SECOND;

  private static final int KTHREADD = 2;

  public TargetProcess {
    namespacedPids = List.copyOf(namespacedPids);
    cgroups = List.copyOf(cgroups);
  }

  /** Ticks, which {@code /proc} tells times in, as a duration. */
  public static Duration timeOf(long ticks) {
    return Duration.ofNanos(ticks * NANOS_PER_TICK);
  }

  /**
   * Looks at a process. The start time is compared before and after the other reads, so that a pid
   * that was given away in between is Gone, never a mixture of two processes.
   */
  public static ProcReading<TargetProcess> read(ProcRoot proc, int pid) {
    ProcReading<ProcStat> stat = proc.stat(pid);
    if (!(stat instanceof ProcReading.Read<ProcStat> first)) {
      return ProcReading.retype(stat);
    }
    ProcReading<ProcStatus> status = proc.status(pid);
    if (!(status instanceof ProcReading.Read<ProcStatus> details)) {
      return ProcReading.retype(status);
    }
    TargetProcess process = assemble(proc, first.value(), details.value());
    return isAlive(proc, process.key) ? new ProcReading.Read<>(process) : new ProcReading.Gone<>();
  }

  /** Whether this very process, not only its pid, still exists. */
  public static boolean isAlive(ProcRoot proc, ProcessKey key) {
    return proc.stat(key.pid()) instanceof ProcReading.Read<ProcStat> now
        && now.value().startTicks() == key.startTicks();
  }

  public int pid() {
    return key.pid();
  }

  /** The pid that the process itself sees, in the innermost PID namespace. */
  public int namespacedPid() {
    return namespacedPids.get(namespacedPids.size() - 1);
  }

  /** When it started, in nanoseconds of CLOCK_BOOTTIME, rounded down to a tick of 10 ms. */
  public long startTimeNanos() {
    return key.startTicks() * NANOS_PER_TICK;
  }

  private static TargetProcess assemble(ProcRoot proc, ProcStat stat, ProcStatus status) {
    int pid = stat.pid();
    boolean kernelThread =
        status.kernelThread()
            || (pid == KTHREADD && stat.parentPid() == 0)
            || stat.parentPid() == KTHREADD;
    return new TargetProcess(
        new ProcessKey(pid, stat.startTicks()),
        stat.parentPid(),
        stat.comm(),
        kernelThread ? null : proc.executable(pid).found().orElse(null),
        status.namespacedPids(),
        status.uid(),
        proc.cgroup(pid).found().orElse(List.of()),
        proc.namespace(pid, "mnt").found().orElse(0L),
        proc.namespace(pid, "pid").found().orElse(0L),
        kernelThread);
  }
}
