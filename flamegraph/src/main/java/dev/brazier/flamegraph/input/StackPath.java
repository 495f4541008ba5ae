package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;

/** The frames of one stack. All formats tell them from the leaf on; here they lie root first. */
final class StackPath {
  /** The most frames: three rows above them are kept free. */
  static final int MAX_DEPTH = CallTree.MAX_DEPTH - 3;

  private int[] frames = new int[256];
  private int from = frames.length;
  private int depth;

  void clear() {
    from = frames.length;
    depth = 0;
  }

  /** Adds the caller of the frame added last. Frames beyond the deepest stack are only counted. */
  void addCaller(int frame) {
    if (depth++ < MAX_DEPTH) {
      if (from == 0) {
        grow();
      }
      frames[--from] = frame;
    }
  }

  /** How many frames were added. */
  int depth() {
    return depth;
  }

  boolean isTooDeep() {
    return depth > MAX_DEPTH;
  }

  /** The frames, root first, from {@link #from} to the array's end. */
  int[] frames() {
    return frames;
  }

  int from() {
    return from;
  }

  private void grow() {
    int[] larger = new int[frames.length * 2];
    System.arraycopy(frames, 0, larger, frames.length, frames.length);
    from = frames.length;
    frames = larger;
  }
}
