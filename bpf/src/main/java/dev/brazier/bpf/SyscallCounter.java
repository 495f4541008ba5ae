package dev.brazier.bpf;

/**
 * What the watching programs count on each CPU: {@code enum call_counter} of {@code syscalls.h}.
 */
enum SyscallCounter {
  /** Times a thread was left unwatched because the map of threads was full. */
  THREADS_FULL(0),
  /** Refused calls that were not told because their map was full. */
  REFUSALS_FULL(1),
  /** Calls that were not counted because their map was full. */
  FULL(2);

  /** Index in the map {@code call_counters}. */
  final int index;

  SyscallCounter(int index) {
    this.index = index;
  }
}
