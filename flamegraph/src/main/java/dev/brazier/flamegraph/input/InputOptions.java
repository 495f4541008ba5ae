package dev.brazier.flamegraph.input;

import java.util.Objects;

/**
 * How a file of stacks is read.
 *
 * @param format what the file is
 * @param event the only event that counts where a file holds several, as the file names it: {@code
 *     cycles}, {@code jdk.ObjectAllocationSample}, {@code inuse_space}; empty for the one that the
 *     file puts first
 * @param recordsOnly whether each record counts once; otherwise it counts for what it stands for,
 *     such as the period of perf's samples or the bytes of an allocation
 * @param perThread whether {@link StackInput#readTree} gives each thread a row of its own
 * @param filter which stacks are taken
 */
public record InputOptions(
    InputFormat format, String event, boolean recordsOnly, boolean perThread, StackFilter filter) {
  /** Any format, all stacks of its first event, in its own unit, no rows for threads. */
  public static final InputOptions DEFAULT =
      new InputOptions(InputFormat.AUTO, "", false, false, StackFilter.NONE);

  public InputOptions {
    Objects.requireNonNull(format);
    Objects.requireNonNull(event);
    Objects.requireNonNull(filter);
  }

  /** The same for a file that is known to be this. */
  public InputOptions withFormat(InputFormat format) {
    return new InputOptions(format, event, recordsOnly, perThread, filter);
  }

  /** The same for this event. */
  public InputOptions withEvent(String event) {
    return new InputOptions(format, event, recordsOnly, perThread, filter);
  }

  /** The same, counting records or what they stand for. */
  public InputOptions withRecordsOnly(boolean recordsOnly) {
    return new InputOptions(format, event, recordsOnly, perThread, filter);
  }

  /** The same with or without a row for each thread. */
  public InputOptions withPerThread(boolean perThread) {
    return new InputOptions(format, event, recordsOnly, perThread, filter);
  }

  /** The same for these stacks. */
  public InputOptions withFilter(StackFilter filter) {
    return new InputOptions(format, event, recordsOnly, perThread, filter);
  }
}
