package dev.brazier.bpf;

/**
 * Whose system calls to watch, and which.
 *
 * @param targets whose; with {@link Targets#withChildren} also those that a target forks meanwhile
 * @param uses count the calls that are made, too; otherwise only refused ones are told, and
 *     processes without a seccomp filter are not looked at. Only calls that a program makes are
 *     counted, from its {@code execve} on: not those of a container runtime before it
 * @param unwatchedMounts inode of a mount namespace to leave out, such as the host's; 0 for none
 */
public record SyscallWatchConfig(Targets targets, boolean uses, long unwatchedMounts) {

  /** Refused calls of these targets. */
  public static SyscallWatchConfig refusals(Targets targets) {
    return new SyscallWatchConfig(targets, false, 0);
  }

  /** Refused calls and those that are made, of these targets. */
  public static SyscallWatchConfig uses(Targets targets) {
    return new SyscallWatchConfig(targets, true, 0);
  }

  /** The same, but not in one mount namespace. */
  public SyscallWatchConfig withUnwatchedMounts(long inode) {
    return new SyscallWatchConfig(targets, uses, inode);
  }
}
