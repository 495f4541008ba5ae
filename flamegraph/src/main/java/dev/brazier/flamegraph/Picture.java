package dev.brazier.flamegraph;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable ComparedTree compared;
  private final double factor;
  private int size;
  private int[] nodes = new int[1024];
  private long[] starts = new long[1024];
  private long[] hidden = new long[1024];

  /** The same of the counts before, where two profiles are compared. */
  private long[] hiddenBefore = new long[0];

  Picture(CallTree tree, double cut) {
    this(tree, null, 1, cut);
  }

  /**
   * The paths of two profiles, drawn with the counts after: a path that is gone stays, with no
   * width, where its count before reaches the cut.
   */
  Picture(ComparedTree compared, boolean normalised, double cut) {
    this(compared.shown(), compared, compared.factor(normalised), cut);
  }

  private Picture(CallTree tree, @Nullable ComparedTree compared, double factor, double cut) {
    this.tree = tree;
    this.compared = compared;
    this.factor = factor;
    this.least = Math.max(1, (long) Math.ceil(weight(0) * cut));
    layOut();
  }

  /** What decides whether a frame is drawn: its count, the larger one where there are two. */
  private double weight(int node) {
    double total = tree.total(node);
    return compared == null ? total : Math.max(total, compared.totalBefore(node) * factor);
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
      if (weight(node) < least) {
        hide(node, path[depth - 1]);
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

  private void hide(int node, int caller) {
    hidden[caller] += tree.total(node);
    if (compared != null) {
      hiddenBefore = Arrays.copyOf(hiddenBefore, Math.max(hiddenBefore.length, hidden.length));
      hiddenBefore[caller] += compared.totalBefore(node);
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

  /** The count before of a frame's callees that are left out. */
  long hiddenBefore(int drawn) {
    return drawn < hiddenBefore.length ? hiddenBefore[drawn] : 0;
  }

  /** The two profiles that are compared; empty for a picture of one. */
  Optional<ComparedTree> compared() {
    return Optional.ofNullable(compared);
  }

  /** What counts before are multiplied with, to stand beside counts after. */
  double factor() {
    return factor;
  }

  /** How a frame has changed, as a colour; only for two profiles that are compared. */
  Palette.Tint change(int node) {
    long before = compared == null ? tree.total(node) : compared.totalBefore(node);
    return Change.tint(before * factor, (double) tree.total(node));
  }

  CallTree tree() {
    return tree;
  }

  /** Where stacks that end in each node of the tree are counted; see {@link PictureAddition}. */
  int[] ends() {
    int[] ends = new int[tree.size()];
    int[] path = new int[64];
    int next = 0;
    for (int node = 0; node < ends.length; node++) {
      int depth = tree.depth(node);
      if (depth == path.length) {
        path = Arrays.copyOf(path, depth * 2);
      }
      boolean drawn = next < size && nodes[next] == node;
      path[depth] = drawn ? next++ * 2 : path[depth - 1] | 1;
      ends[node] = path[depth];
    }
    return ends;
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
