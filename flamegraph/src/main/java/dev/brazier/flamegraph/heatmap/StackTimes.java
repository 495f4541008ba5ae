package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.CallTree;

/** When the stacks of a call tree were seen, in the order of time. */
public interface StackTimes {

  /** How many stacks have a time. */
  int size();

  /** When, in nanoseconds since the first moment; not negative, nor less than the one before. */
  long nanos(int stack);

  /** The node of the tree in which the stack ends. */
  int node(int stack);

  /** How often it counts; at least 1. */
  long count(int stack);

  /** Nanoseconds from the first moment to the last of which it is known what was seen. */
  long span();

  /** How much of {@link CallTree#total} has no time. */
  long untimed();
}
