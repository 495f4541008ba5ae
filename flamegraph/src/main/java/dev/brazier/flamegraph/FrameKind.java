package dev.brazier.flamegraph;

/** What a row of a flame graph stands for. The order is the order of the legend. */
public enum FrameKind {
  /** A container, or the host itself. */
  CONTAINER("container", 'c'),
  /** A process. */
  PROCESS("process", 'p'),
  /** A thread. */
  THREAD("thread", 't'),
  /** A kernel function. */
  KERNEL("kernel", 'k'),
  /** A function of an executable or shared library, compiled ahead of time. */
  NATIVE("native", 'n'),
  /** A function that a run-time compiler made. */
  JIT("jit", 'j'),
  /** A function that an interpreter ran. */
  INTERPRETED("interpreted", 'i'),
  /** A function that was inlined into the frame before it, whatever compiled it. */
  INLINED("inlined", 'l'),
  /** An address without a name; the frame's name tells why. */
  UNKNOWN("unknown", 'u');

  private final String label;
  private final char letter;

  FrameKind(String label, char letter) {
    this.label = label;
    this.letter = letter;
  }

  /** The word that the legend shows. */
  String label() {
    return label;
  }

  /** The letter that stands for the kind in packed pictures and their styles. */
  char letter() {
    return letter;
  }

  /** Whether this row groups stacks, rather than being a function on them. */
  public boolean groupsStacks() {
    return this == CONTAINER || this == PROCESS || this == THREAD;
  }
}
