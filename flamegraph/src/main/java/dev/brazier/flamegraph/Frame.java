package dev.brazier.flamegraph;

import java.util.Comparator;
import java.util.Objects;

/**
 * One row of a stack.
 *
 * <p>Two frames are the same box of the flame graph only when all three parts are equal.
 *
 * @param name what the person reads; foreign text of any content and length
 * @param kind what the row stands for
 * @param module the file that holds the function, or empty where there is none
 */
public record Frame(String name, FrameKind kind, String module) implements Comparable<Frame> {
  private static final Comparator<Frame> ORDER =
      Comparator.comparing(Frame::name).thenComparing(Frame::kind).thenComparing(Frame::module);

  public Frame {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(module);
  }

  /** A frame without a module. */
  public Frame(String name, FrameKind kind) {
    this(name, kind, "");
  }

  /** The order of siblings in every output: by name (UTF-16 units), then kind, then module. */
  @Override
  public int compareTo(Frame other) {
    return ORDER.compare(this, other);
  }
}
