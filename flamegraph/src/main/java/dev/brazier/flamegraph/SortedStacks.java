package dev.brazier.flamegraph;

import java.util.Arrays;
import java.util.List;

/**
 * Stacks in the order of a {@link CallTree}: nodes depth first from the root, siblings by their
 * frames. Each node has its own count alone, as it was added up.
 */
final class SortedStacks {
  /** The distinct frames, in order. */
  private final Frame[] frames;

  private final int[] frameIds;
  private final int[] depths;
  private final long[] selves;
  private int size;
  private int deepest;

  /** Starts with no node; so many will be added. */
  SortedStacks(Frame[] frames, int nodes) {
    this.frames = frames;
    frameIds = new int[nodes];
    depths = new int[nodes];
    selves = new long[nodes];
  }

  /** Adds the next node; its frame is a place in the frames, or -1 for the root. */
  void add(int frameId, int depth, long self) {
    frameIds[size] = frameId;
    depths[size] = depth;
    selves[size++] = self;
    deepest = Math.max(deepest, depth);
  }

  int size() {
    return size;
  }

  /**
   * The stacks of both, of which neither can be used any more; a sum above {@link Long#MAX_VALUE}
   * stays there. The cost is linear, and no memory is read out of order.
   */
  SortedStacks mergedWith(SortedStacks other) {
    Frame[] all = distinct(frames, other.frames);
    renumber(all);
    other.renumber(all);
    SortedStacks merged = new SortedStacks(all, sizeWith(other));
    int ours = 0;
    int theirs = 0;
    while (ours < size || theirs < other.size) {
      int order = order(ours, other, theirs);
      SortedStacks from = order <= 0 ? this : other;
      int node = order <= 0 ? ours : theirs;
      long self = from.selves[node] + (order == 0 ? other.selves[theirs] : 0);
      merged.add(from.frameIds[node], from.depths[node], self < 0 ? Long.MAX_VALUE : self);
      ours += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
    }
    return merged;
  }

  /** How many nodes the stacks of both have: to count them first takes less than room for all. */
  private int sizeWith(SortedStacks other) {
    int count = 0;
    int ours = 0;
    int theirs = 0;
    while (ours < size || theirs < other.size) {
      int order = order(ours, other, theirs);
      ours += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0;
      count++;
    }
    return count;
  }

  /**
   * Which of two nodes comes first where both trees agree on all before: one that is still below
   * the last common node comes before one that is not.
   */
  private int order(int node, SortedStacks other, int otherNode) {
    if (node == size || otherNode == other.size) {
      return node == size ? 1 : -1;
    }
    int deeperFirst = Integer.compare(other.depths[otherNode], depths[node]);
    return deeperFirst != 0
        ? deeperFirst
        : Integer.compare(frameIds[node], other.frameIds[otherNode]);
  }

  /** The same stacks with frames numbered by their place in a longer list. */
  private void renumber(Frame[] all) {
    int[] placeOf = new int[frames.length];
    int place = 0;
    for (int id = 0; id < frames.length; id++) {
      while (!all[place].equals(frames[id])) {
        place++;
      }
      placeOf[id] = place;
    }
    for (int node = 1; node < size; node++) {
      frameIds[node] = placeOf[frameIds[node]];
    }
  }

  private static Frame[] distinct(Frame[] some, Frame[] others) {
    Frame[] all = new Frame[some.length + others.length];
    int found = 0;
    int a = 0;
    int b = 0;
    while (a < some.length || b < others.length) {
      int order = a == some.length ? 1 : b == others.length ? -1 : some[a].compareTo(others[b]);
      all[found++] = order <= 0 ? some[a] : others[b];
      a += order <= 0 ? 1 : 0;
      b += order >= 0 ? 1 : 0;
    }
    return Arrays.copyOf(all, found);
  }

  /** The same as a tree; these stacks cannot be used any more. */
  CallTree tree() {
    long divisor = fitSelves();
    return new CallTree(List.of(frames), frameIds, depths, selves, totals(), divisor);
  }

  /**
   * Halves the nodes' own counts as often as it takes for their sum to fit a {@code long}; what was
   * not zero does not become zero.
   *
   * @return what the counts were divided by
   */
  private long fitSelves() {
    int shift = 0;
    while (overflows(shift)) {
      shift++;
    }
    for (int node = 0; node < size && shift > 0; node++) {
      selves[node] = shifted(selves[node], shift);
    }
    return 1L << shift;
  }

  private boolean overflows(int shift) {
    long sum = 0;
    for (int node = 0; node < size && sum >= 0; node++) {
      sum += shifted(selves[node], shift);
    }
    return sum < 0;
  }

  private static long shifted(long self, int shift) {
    return self == 0 ? 0 : Math.max(1, self >> shift);
  }

  private long[] totals() {
    long[] totals = new long[size];
    long[] below = new long[deepest + 2];
    for (int node = size - 1; node >= 0; node--) {
      int depth = depths[node];
      totals[node] = selves[node] + below[depth + 1];
      below[depth + 1] = 0;
      below[depth] += totals[node];
    }
    return totals;
  }
}
