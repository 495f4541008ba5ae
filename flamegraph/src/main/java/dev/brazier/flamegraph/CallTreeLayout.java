package dev.brazier.flamegraph;

import java.util.Arrays;
import java.util.List;

/**
 * Turns a {@link NodeTable}, whose nodes stand in the order in which they were first seen, into
 * {@link SortedStacks}, whose nodes stand depth first with sorted siblings.
 *
 * <p>Siblings are never compared: the distinct frames are sorted once, all nodes are put into that
 * order by counting, and pushing them in front of their parents' lists from last to first leaves
 * each list sorted. The cost is linear in the nodes, whatever the shape of the tree.
 */
final class CallTreeLayout {
  private static final int NONE = -1;

  private final NodeTable nodes;

  /** The frames that nodes use, sorted, and each table frame's place among them. */
  private final Frame[] sorted;

  private final int[] rankOf;

  CallTreeLayout(NodeTable nodes, List<Frame> frames) {
    this.nodes = nodes;
    boolean[] used = new boolean[frames.size()];
    for (int node = 1; node < nodes.size(); node++) {
      used[nodes.frame(node)] = true;
    }
    Integer[] order = new Integer[frames.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> frames.get(a).compareTo(frames.get(b)));
    Frame[] ranked = new Frame[frames.size()];
    rankOf = new int[frames.size()];
    int ranks = 0;
    for (int id : order) {
      if (used[id]) {
        rankOf[id] = ranks;
        ranked[ranks++] = frames.get(id);
      }
    }
    sorted = Arrays.copyOf(ranked, ranks);
  }

  SortedStacks sorted() {
    return sorted(new int[0]);
  }

  /**
   * The stacks in order.
   *
   * @param located nodes of the table; becomes their places in the order
   */
  SortedStacks sorted(int[] located) {
    int size = nodes.size();
    int[] first = new int[size];
    int[] next = new int[size];
    linkSortedSiblings(first, next);
    SortedStacks stacks = new SortedStacks(sorted, size);
    int[] placeOf = new int[located.length == 0 ? 0 : size];
    int node = NodeTable.ROOT;
    for (int depth = 0; stacks.size() < size; ) {
      if (placeOf.length > 0) {
        placeOf[node] = stacks.size();
      }
      stacks.add(
          node == NodeTable.ROOT ? NONE : rankOf[nodes.frame(node)], depth, nodes.self(node));
      if (first[node] != NONE) {
        node = first[node];
        depth++;
        continue;
      }
      while (node != NodeTable.ROOT && next[node] == NONE) {
        node = nodes.parent(node);
        depth--;
      }
      node = node == NodeTable.ROOT ? node : next[node];
    }
    Arrays.setAll(located, i -> placeOf[located[i]]);
    return stacks;
  }

  /** Links each node to its first child and its next sibling. */
  private void linkSortedSiblings(int[] first, int[] next) {
    int[] starts = new int[sorted.length + 1];
    for (int node = 1; node < nodes.size(); node++) {
      starts[rankOf[nodes.frame(node)] + 1]++;
    }
    for (int rank = 0; rank < sorted.length; rank++) {
      starts[rank + 1] += starts[rank];
    }
    int[] byRank = new int[nodes.size() - 1];
    for (int node = 1; node < nodes.size(); node++) {
      byRank[starts[rankOf[nodes.frame(node)]]++] = node;
    }
    Arrays.fill(first, NONE);
    next[NodeTable.ROOT] = NONE;
    for (int i = byRank.length - 1; i >= 0; i--) {
      int node = byRank[i];
      int parent = nodes.parent(node);
      next[node] = first[parent];
      first[parent] = node;
    }
  }
}
