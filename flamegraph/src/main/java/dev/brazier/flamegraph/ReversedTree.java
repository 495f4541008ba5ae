package dev.brazier.flamegraph;

import java.util.Arrays;

/**
 * Stacks merged from their innermost frame: what ran, and inside of it who called it.
 *
 * <p>All stacks are followed outwards at once, a frame at a time, each until what runs through its
 * node falls below a limit. Without one, a deep profile makes a tree far larger than itself. {@code
 * views.js} does the same for the page.
 */
final class ReversedTree {
  private final CallTree tree;
  private final int[] parents;
  private final CallTree.Builder reversed = CallTree.builder();
  private final NodeTable nodes = reversed.nodes();

  // The stacks that are still followed: the tree's node each one has reached, the node of the new
  // tree, and its count.
  private int[] reached;
  private int[] into;
  private long[] counts;
  private int following;

  private ReversedTree(CallTree tree) {
    this.tree = tree;
    this.parents = tree.parents();
    this.reached = new int[1024];
    this.into = new int[1024];
    this.counts = new long[1024];
  }

  /**
   * Reverses all stacks.
   *
   * @param cut the share of all counts below which callers are left off: their counts end in the
   *     frame they called; 0 for none
   */
  static CallTree of(CallTree tree, double cut) {
    return new ReversedTree(tree).merge(tree.total() * cut);
  }

  private CallTree merge(double least) {
    collect();
    long[] through = new long[0];
    while (following > 0) {
      int first = nodes.size();
      for (int i = 0; i < following; i++) {
        into[i] = nodes.child(into[i], reversed.frame(tree.frame(reached[i])));
      }
      through = Arrays.copyOf(through, Math.max(through.length, nodes.size() - first));
      Arrays.fill(through, 0);
      for (int i = 0; i < following; i++) {
        through[into[i] - first] += counts[i];
      }
      goOn(through, first, least);
    }
    return reversed.build();
  }

  /** Takes each stack a caller further, or ends it. */
  private void goOn(long[] through, int first, double least) {
    int kept = 0;
    for (int i = 0; i < following; i++) {
      int caller = parents[reached[i]];
      if (caller == 0 || through[into[i] - first] < least) {
        nodes.addSelf(into[i], counts[i]);
      } else {
        reached[kept] = caller;
        into[kept] = into[i];
        counts[kept++] = counts[i];
      }
    }
    following = kept;
  }

  private void collect() {
    nodes.addSelf(NodeTable.ROOT, tree.self(0));
    for (int node = 1; node < tree.size(); node++) {
      if (tree.self(node) == 0) {
        continue;
      }
      if (following == reached.length) {
        reached = Arrays.copyOf(reached, following * 2);
        into = Arrays.copyOf(into, following * 2);
        counts = Arrays.copyOf(counts, following * 2);
      }
      reached[following] = node;
      into[following] = NodeTable.ROOT;
      counts[following++] = tree.self(node);
    }
  }
}
