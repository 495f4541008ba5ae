package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;

/** Where stacks go whose frames are numbers, so that a stack costs no objects. */
interface FrameSink {
  /** What stands for a time that is not known. */
  long NO_TIME = Long.MIN_VALUE;

  /** A number for a frame, the same one for equal frames. */
  int frame(Frame frame);

  /**
   * Takes a stack.
   *
   * @param path its frames, read and not kept
   * @param count at least 1
   * @param timeNanos see {@link InputStack#timeNanos}, or {@link #NO_TIME}
   */
  void stack(StackPath path, long count, InputOrigin origin, long timeNanos);
}
