package dev.brazier.flamegraph;

import java.util.Arrays;

/**
 * The part of a call tree that is drawn: the frames that reach the cut, numbered depth first, and
 * where each one lies.
 *
 * <p>A frame that is left out takes all its callees with it, since none of them is wider. What
 * stays of a row is packed to the left under its caller; the rest of the caller's width is its own
 * count and that of the callees left out.
 */
final class Picture {
  private final CallTree tree;
  private final long least;
  private int size;
  private int[] nodes = new int[1024];
  private long[] starts = new long[1024];
  private long[] hidden = new long[1024];

  Picture(CallTree tree, double cut) {
    this.tree = tree;
    this.least = Math.max(1, (long) Math.ceil(tree.total() * cut));
    layOut();
  }

  private void layOut() {
    // For each depth of the path to the current node: its number here, and where the next child is.
    int[] path = new int[64];
    long[] next = new long[64];
    keep(0, 0);
    int hiddenBelow = Integer.MAX_VALUE;
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      if (depth > hiddenBelow) {
        continue;
      }
      hiddenBelow = Integer.MAX_VALUE;
      long total = tree.total(node);
      if (total < least) {
        hidden[path[depth - 1]] += total;
        hiddenBelow = depth;
        continue;
      }
      if (depth == path.length) {
        path = Arrays.copyOf(path, depth * 2);
        next = Arrays.copyOf(next, depth * 2);
      }
      path[depth] = size;
      next[depth] = next[depth - 1];
      keep(node, next[depth]);
      next[depth - 1] += total;
    }
  }

  private void keep(int node, long start) {
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      hidden = Arrays.copyOf(hidden, size * 2);
    }
    nodes[size] = node;
    starts[size++] = start;
  }

  /** How many frames are drawn, with the root. */
  int size() {
    return size;
  }

  /** The tree's number for a drawn frame. */
  int node(int drawn) {
    return nodes[drawn];
  }

  /** Where a frame begins, counted from the left edge in the unit of the counts. */
  long start(int drawn) {
    return starts[drawn];
  }

  /** The count of a frame's callees that are left out. */
  long hidden(int drawn) {
    return hidden[drawn];
  }

  CallTree tree() {
    return tree;
  }

  /** How many frames of the tree are left out. */
  int leftOut() {
    return tree.size() - size;
  }

  /** The share of all counts, from 0 to 1, that lies in frames left out. */
  double leftOutShare() {
    double sum = 0;
    for (int drawn = 0; drawn < size; drawn++) {
      sum += hidden[drawn];
    }
    return sum == 0 ? 0 : sum / tree.total();
  }
}
