package dev.brazier.agent.seccomp;

import org.jspecify.annotations.Nullable;

/**
 * A system call that seccomp refuses to a container.
 *
 * @param container its name; {@code host} for a process in none, {@code cgroup 4711} when it ended
 *     before it could be told
 * @param cgroup id of the cgroup, the inode of its directory
 * @param call its name; {@code call 999} or {@code (no such call)} for a number without one
 * @param number as the container's process gave it; -1 when it is no table's
 * @param machine whose numbers count, {@code x86_64}
 * @param error the errno's name, {@code EPERM}; null when the thread got {@code SIGSYS} instead
 * @param count how often since the audit began
 * @param lastNanos when last, on the clock of {@link System#nanoTime}
 * @param comm the name of the process that did it last
 * @param pid that process; 0 when it is not visible from here
 */
public record RefusedCall(
    String container,
    long cgroup,
    String call,
    int number,
    String machine,
    @Nullable String error,
    long count,
    long lastNanos,
    String comm,
    int pid) {

  /** The answer of a filter that does not let the call return. */
  static final String SIGNAL = "SIGSYS";

  /** The same call seen in another of the container's mount namespaces, added. */
  RefusedCall plus(RefusedCall other) {
    RefusedCall latest = other.lastNanos - lastNanos > 0 ? other : this;
    return new RefusedCall(
        container,
        cgroup,
        call,
        number,
        machine,
        error,
        count + other.count,
        latest.lastNanos,
        latest.comm,
        latest.pid);
  }

  /** What the container got for an answer: the errno's name, or {@code SIGSYS}. */
  public String answer() {
    return error == null ? SIGNAL : error;
  }

  /** The call as a person reads it: those of another machine than usual say whose they are. */
  public String callWithMachine(String usual) {
    return machine.equals(usual) ? call : call + " (" + machine + ")";
  }
}
