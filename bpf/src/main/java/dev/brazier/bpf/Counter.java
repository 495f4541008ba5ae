package dev.brazier.bpf;

/**
 * What the sampling program counts on each CPU: {@code enum counter} of {@code sample.h}, in its
 * order. Ticks are the sum of idle, filtered, hidden, sent and ring full.
 */
public enum Counter {
  /** Times the program ran. */
  TICKS(0),
  /** Left out: the idle task. */
  IDLE(1),
  /** Left out: not one of the targets. */
  FILTERED(2),
  /** Left out: the process has no pid in our PID namespace. */
  HIDDEN(3),
  /** Samples sent. */
  SENT(4),
  /** Samples lost because their ring was full. */
  RING_FULL(5),
  /** File requests that found their ring full; they come again. */
  REQUEST_LOST(6),
  /** Frames sent as runtime addresses because the map of files is full. */
  FILES_FULL(7),
  /** Sampled addresses that lay in no mapping. */
  NO_MAPPING(8),
  /** Samples in kernel mode whose kernel frames could not be read. */
  NO_KERNEL_STACK(9),
  /** Children of targets that are not sampled because the map of targets is full. */
  CHILD_LOST(10);

  /** Index in the map {@code counters}. */
  final int index;

  Counter(int index) {
    this.index = index;
  }
}
