package dev.brazier.agent.stat;

import org.jspecify.annotations.Nullable;

/** What became of one event of one subject. */
public sealed interface Count {

  /**
   * It was counted.
   *
   * @param value the count; nanoseconds for clocks. Where the event had a register of the CPU for a
   *     part of the time only, it is extended to all of it
   * @param share that part, 0 to 1
   * @param userOnly whether what happened in the kernel is missing
   * @param placesWithout on how many CPUs or threads of the subject it could not be counted
   */
  record Counted(long value, double share, boolean userOnly, int placesWithout) implements Count {}

  /**
   * It was not counted, and nothing is known.
   *
   * @param errno the kernel's answer, {@code ENOENT}; null when it gave none
   * @param reason for a person
   */
  record Missing(@Nullable String errno, String reason) implements Count {}
}
