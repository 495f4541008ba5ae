package dev.brazier.bpf;

/**
 * A system call that seccomp refused to processes of one cgroup and mount namespace.
 *
 * @param cgroupId as {@link CgroupId} describes it
 * @param mountNamespace its inode, as in {@code /proc/PID/ns/mnt}
 * @param machine whose numbers count, an {@code AUDIT_ARCH_} constant of {@code linux/audit.h}
 * @param number of the call; {@link #UNKNOWN_NUMBER} for all that no table has
 * @param error the errno it was answered with; 0 when the thread got {@code SIGSYS} instead, which
 *     was its end unless it handles that signal
 * @param count how often
 * @param lastNanos when the last one was, on the clock of {@link System#nanoTime} under Linux
 * @param tgid who made the last one, in our PID namespace; 0 when it is not visible there
 * @param processComm the name of that process
 */
public record SyscallRefusal(
    long cgroupId,
    long mountNamespace,
    long machine,
    int number,
    int error,
    long count,
    long lastNanos,
    int tgid,
    String processComm) {

  /** {@code UNKNOWN_CALL} of {@code syscalls.h}: below 0 or above what any table has. */
  public static final int UNKNOWN_NUMBER = -1;
}
