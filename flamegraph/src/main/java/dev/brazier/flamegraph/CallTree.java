package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Many stacks merged from their roots: immutable, and equal for equal stacks in any order.
 *
 * <p>Nodes are numbered depth first from the root, node 0, which stands for all stacks and has no
 * frame. Siblings are ordered as {@link Frame#compareTo} says. So a node's first child, if it has
 * one, is the next node, and its subtree is the run of deeper nodes that follows.
 */
public final class CallTree {
  /** The most frames one stack may have: a picture with more rows is no longer one. */
  public static final int MAX_DEPTH = 65_535;

  private final List<Frame> frames;
  private final int[] frameIds;
  private final int[] depths;
  private final long[] selves;
  private final long[] totals;
  private final long divisor;

  CallTree(
      List<Frame> frames,
      int[] frameIds,
      int[] depths,
      long[] selves,
      long[] totals,
      long divisor) {
    this.frames = frames;
    this.frameIds = frameIds;
    this.depths = depths;
    this.selves = selves;
    this.totals = totals;
    this.divisor = divisor;
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many nodes there are, the root included: at least 1. */
  public int size() {
    return frameIds.length;
  }

  /** The distinct frames of the tree, in order. */
  public List<Frame> frames() {
    return frames;
  }

  /** The node's place in {@link #frames()}; -1 for the root. */
  public int frameId(int node) {
    return frameIds[node];
  }

  /** The node's frame. The root has none: asking is an {@link IndexOutOfBoundsException}. */
  public Frame frame(int node) {
    return frames.get(frameIds[node]);
  }

  /** How many frames there are from the root to this node: 0 for the root. */
  public int depth(int node) {
    return depths[node];
  }

  /** The count of stacks that end in this node. */
  public long self(int node) {
    return selves[node];
  }

  /** The count of stacks that pass through or end in this node: at least 1 below the root. */
  public long total(int node) {
    return totals[node];
  }

  /** The count of all stacks. */
  public long total() {
    return totals[0];
  }

  /**
   * What every count was divided by so that their sum fits a {@code long}: 1 unless the counts were
   * absurd. A count that was not zero never becomes zero.
   */
  public long divisor() {
    return divisor;
  }

  /** The stacks that have a frame of these. */
  public CallTree only(Predicate<Frame> frames) {
    return SiftedTree.of(this, frames, true);
  }

  /** The stacks that have no frame of these. */
  public CallTree without(Predicate<Frame> frames) {
    return SiftedTree.of(this, frames, false);
  }

  /** All stacks merged from their innermost frames: below what ran are its callers. */
  public CallTree reversed() {
    return ReversedTree.of(this, 0);
  }

  /** The node above each node; -1 for the root. */
  int[] parents() {
    int[] parents = new int[size()];
    int[] path = new int[64];
    parents[0] = -1;
    for (int node = 1; node < parents.length; node++) {
      int depth = depths[node];
      if (depth == path.length) {
        path = Arrays.copyOf(path, depth * 2);
      }
      path[depth] = node;
      parents[node] = path[depth - 1];
    }
    return parents;
  }

  /**
   * Collects stacks. Not safe for use by several threads at once. It may go on after {@link
   * #build}; a tree that was built does not change.
   */
  public static final class Builder {
    private final Map<Frame, Integer> ids = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private final NodeTable nodes = new NodeTable();

    private Builder() {}

    /**
     * A small number for a frame, the same one for equal frames, valid for this builder only. A
     * caller that keeps these beside its own symbols adds stacks without hashing any name.
     */
    public int frame(Frame frame) {
      Integer known = ids.get(frame);
      if (known != null) {
        return known;
      }
      ids.put(frame, frames.size());
      frames.add(frame);
      return frames.size() - 1;
    }

    /**
     * Adds a stack that was seen {@code count} times. Sums stop at {@link Long#MAX_VALUE}; an empty
     * stack counts for the root alone; a count of zero changes nothing.
     *
     * @param stack the frames, root first
     * @throws IllegalArgumentException if {@code count} is negative or the stack is deeper than
     *     {@link #MAX_DEPTH}
     */
    public Builder add(List<Frame> stack, long count) {
      if (accepts(stack.size(), count)) {
        int node = NodeTable.ROOT;
        for (Frame frame : stack) {
          // Most frames follow the one before as they did the last time: that saves two look-ups.
          int guess = nodes.lastChild(node);
          boolean right = guess != 0 && frames.get(nodes.frame(guess)).equals(frame);
          node = right ? guess : nodes.child(node, frame(frame));
        }
        nodes.addSelf(node, count);
      }
      return this;
    }

    /**
     * Adds a stack of frame numbers.
     *
     * @param frameIds what {@link #frame} returned, root first; read, not kept
     * @param depth how many of them are the stack
     * @see #add(List, long)
     */
    public Builder add(int[] frameIds, int depth, long count) {
      addPath(frameIds, depth, count);
      return this;
    }

    /**
     * Adds a stack of frame numbers as {@link #add(int[], int, long)} does.
     *
     * @return the number of its path, for {@link #build(int[])}; that of the root for a count of
     *     zero
     */
    public int addPath(int[] frameIds, int depth, long count) {
      for (int i = 0; i < depth; i++) {
        Objects.checkIndex(frameIds[i], frames.size());
      }
      int node = NodeTable.ROOT;
      if (accepts(depth, count)) {
        for (int i = 0; i < depth; i++) {
          int guess = nodes.lastChild(node);
          boolean right = guess != 0 && nodes.frame(guess) == frameIds[i];
          node = right ? guess : nodes.child(node, frameIds[i]);
        }
        nodes.addSelf(node, count);
      }
      return node;
    }

    /** The tree of what was added so far. */
    public CallTree build() {
      return build(new int[0]);
    }

    /**
     * The tree of what was added so far.
     *
     * @param paths what {@link #addPath} returned; becomes the nodes in which these stacks end
     */
    public CallTree build(int[] paths) {
      return new CallTreeLayout(nodes, frames).sorted(paths).tree();
    }

    /** Takes out what was added so far, in the order of the tree; the stacks here are none then. */
    SortedStacks drain() {
      nodes.seal();
      SortedStacks sorted = new CallTreeLayout(nodes, frames).sorted();
      nodes.clear();
      return sorted;
    }

    /** The growing tree itself, for a reader that walks it while it reads. */
    NodeTable nodes() {
      return nodes;
    }

    /** The frame that {@link #frame} gave this number. */
    Frame frame(int frameId) {
      return frames.get(frameId);
    }

    private static boolean accepts(int depth, long count) {
      if (count < 0) {
        throw new IllegalArgumentException("add stack: count " + count + " is negative");
      }
      if (depth > MAX_DEPTH) {
        throw new IllegalArgumentException(
            "add stack: " + depth + " frames, at most " + MAX_DEPTH + " are taken");
      }
      return count > 0;
    }
  }
}
