package dev.brazier.flamegraph;

import java.util.Arrays;
import java.util.List;

/**
 * Turns a {@link NodeTable}, whose nodes stand in the order in which they were first seen, into a
 * {@link CallTree}, whose nodes stand depth first with sorted siblings.
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

  CallTree tree() {
    long[] selfOf = new long[nodes.size()];
    long divisor = fittingSelves(selfOf);
    long[] totalOf = totals(selfOf);
    int[] first = new int[nodes.size()];
    int[] next = new int[nodes.size()];
    linkSortedSiblings(first, next);

    int size = nodes.size();
    int[] frameIds = new int[size];
    int[] depths = new int[size];
    long[] selves = new long[size];
    long[] totals = new long[size];
    int node = NodeTable.ROOT;
    int depth = 0;
    for (int place = 0; place < size; place++) {
      frameIds[place] = node == NodeTable.ROOT ? NONE : rankOf[nodes.frame(node)];
      depths[place] = depth;
      selves[place] = selfOf[node];
      totals[place] = totalOf[node];
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
    return new CallTree(List.of(sorted), frameIds, depths, selves, totals, divisor);
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

  /**
   * Copies the nodes' own counts, halved as often as it takes for their sum to fit a {@code long}.
   *
   * @return what the counts were divided by
   */
  private long fittingSelves(long[] selfOf) {
    for (int shift = 0; ; shift++) {
      long sum = 0;
      for (int node = 0; node < selfOf.length && sum >= 0; node++) {
        long self = nodes.self(node);
        selfOf[node] = self == 0 ? 0 : Math.max(1, self >> shift);
        sum += selfOf[node];
      }
      if (sum >= 0) {
        return 1L << shift;
      }
    }
  }

  private long[] totals(long[] selfOf) {
    long[] totals = selfOf.clone();
    for (int node = totals.length - 1; node > 0; node--) {
      totals[nodes.parent(node)] += totals[node];
    }
    return totals;
  }
}
