package dev.brazier.flamegraph;

/** What a row of a flame graph stands for. The order is the order of the legend. */
public enum FrameKind {
  /** A container, or the host itself. */
  CONTAINER("container"),
  /** A process. */
  PROCESS("process"),
  /** A thread. */
  THREAD("thread"),
  /** A kernel function. */
  KERNEL("kernel"),
  /** A function of an executable or shared library, compiled ahead of time. */
  NATIVE("native"),
  /** A function that a run-time compiler made. */
  JIT("jit"),
  /** A function that an interpreter ran. */
  INTERPRETED("interpreted"),
  /** A function that was inlined into the frame before it, whatever compiled it. */
  INLINED("inlined"),
  /** An address without a name; the frame's name tells why. */
  UNKNOWN("unknown");

  private final String label;

  FrameKind(String label) {
    this.label = label;
  }

  /** The word that the legend shows. */
  String label() {
    return label;
  }

  /** Whether this row groups stacks, rather than being a function on them. */
  boolean groupsStacks() {
    return this == CONTAINER || this == PROCESS || this == THREAD;
  }
}
