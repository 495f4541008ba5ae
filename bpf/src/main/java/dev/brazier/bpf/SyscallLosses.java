package dev.brazier.bpf;

/**
 * What a {@link SyscallWatch} could not take note of, because a map in the kernel was full.
 *
 * @param unwatched times that a thread's call went by without being watched
 * @param refusals refused calls that were not told
 * @param calls calls that were not counted
 */
public record SyscallLosses(long unwatched, long refusals, long calls) {

  /** Whether there were none. */
  public boolean none() {
    return unwatched == 0 && refusals == 0 && calls == 0;
  }
}
