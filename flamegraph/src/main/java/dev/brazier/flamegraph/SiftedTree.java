package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A tree of some of another tree's stacks, whole and in its order. */
final class SiftedTree {
  private final CallTree tree;
  private final long[] selves;
  private final long[] totals;

  private SiftedTree(CallTree tree) {
    this.tree = tree;
    this.selves = new long[tree.size()];
    this.totals = new long[tree.size()];
  }

  /**
   * Sifts a tree.
   *
   * @param frames the frames to look for in stacks
   * @param through whether to keep the stacks that have one, or the others
   */
  static CallTree of(CallTree tree, Predicate<Frame> frames, boolean through) {
    boolean[] sought = new boolean[tree.frames().size()];
    for (int id = 0; id < sought.length; id++) {
      sought[id] = frames.test(tree.frames().get(id));
    }
    SiftedTree sifted = new SiftedTree(tree);
    sifted.choose(sought, through);
    return sifted.build();
  }

  private void choose(boolean[] sought, boolean through) {
    int[] parents = tree.parents();
    boolean[] found = new boolean[tree.size()];
    for (int node = 0; node < selves.length; node++) {
      found[node] = node > 0 && (found[parents[node]] || sought[tree.frameId(node)]);
      selves[node] = found[node] == through ? tree.self(node) : 0;
    }
    for (int node = selves.length - 1; node >= 0; node--) {
      totals[node] += selves[node];
      if (node > 0) {
        totals[parents[node]] += totals[node];
      }
    }
  }

  private CallTree build() {
    int size = 0;
    int[] kept = new int[selves.length];
    boolean[] used = new boolean[tree.frames().size()];
    for (int node = 0; node < selves.length; node++) {
      if (node == 0 || totals[node] > 0) {
        kept[size++] = node;
        if (node > 0) {
          used[tree.frameId(node)] = true;
        }
      }
    }
    List<Frame> frames = new ArrayList<>();
    int[] placeOf = new int[used.length];
    for (int id = 0; id < used.length; id++) {
      placeOf[id] = frames.size();
      if (used[id]) {
        frames.add(tree.frames().get(id));
      }
    }
    int[] frameIds = new int[size];
    int[] depths = new int[size];
    long[] keptSelves = new long[size];
    long[] keptTotals = new long[size];
    for (int place = 0; place < size; place++) {
      int node = kept[place];
      frameIds[place] = node == 0 ? tree.frameId(0) : placeOf[tree.frameId(node)];
      depths[place] = tree.depth(node);
      keptSelves[place] = selves[node];
      keptTotals[place] = totals[node];
    }
    return new CallTree(
        List.copyOf(frames), frameIds, depths, keptSelves, keptTotals, tree.divisor());
  }
}
