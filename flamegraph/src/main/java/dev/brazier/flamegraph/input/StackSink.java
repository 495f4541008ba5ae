package dev.brazier.flamegraph.input;

/** Takes the stacks of a file one by one, in its order. */
@FunctionalInterface
public interface StackSink {
  /** Takes the next stack. */
  void stack(InputStack stack);
}
