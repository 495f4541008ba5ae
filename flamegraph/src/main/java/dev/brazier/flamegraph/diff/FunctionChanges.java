package dev.brazier.flamegraph.diff;

import dev.brazier.flamegraph.ComparedTree;
import dev.brazier.flamegraph.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the functions of two profiles changed. Frames of one name in one module are one function,
 * whatever compiled them; rows for containers, processes and threads are none.
 */
public final class FunctionChanges {
  private static final int NONE = -1;

  /** What changed most comes first: by its own share, then by that with callees, then by name. */
  private static final Comparator<FunctionChange> ORDER =
      Comparator.<FunctionChange>comparingDouble(change -> -Math.abs(change.selfChange()))
          .thenComparingDouble(change -> -Math.abs(change.totalChange()))
          .thenComparing(FunctionChange::name)
          .thenComparing(FunctionChange::module);

  private final ComparedTree tree;

  /** The function of each frame, and the first frame of each function. */
  private final int[] functionOf;

  private final List<Frame> functions = new ArrayList<>();
  private final long[][] counts;

  /** How many frames of each function are on the path to the current node. */
  private final int[] active;

  private FunctionChanges(ComparedTree tree) {
    this.tree = tree;
    List<Frame> frames = tree.frames();
    functionOf = new int[frames.size()];
    Map<List<String>, Integer> known = new HashMap<>();
    for (int id = 0; id < functionOf.length; id++) {
      Frame frame = frames.get(id);
      functionOf[id] = NONE;
      if (!frame.kind().groupsStacks()) {
        Integer one = known.putIfAbsent(List.of(frame.name(), frame.module()), functions.size());
        functionOf[id] = one == null ? functions.size() : one;
        if (one == null) {
          functions.add(frame);
        }
      }
    }
    counts = new long[functions.size()][4];
    active = new int[functions.size()];
  }

  /**
   * All functions of either profile, what changed most first.
   *
   * @param normalised whether a change is one of shares of each profile's own total, or one of
   *     counts, as a share of the total before (of that after, where there was nothing before)
   */
  public static List<FunctionChange> of(ComparedTree tree, boolean normalised) {
    return new FunctionChanges(tree).counted().changes(normalised);
  }

  private FunctionChanges counted() {
    int[] path = new int[64];
    int length = 0;
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      for (; length >= depth; length--) {
        if (path[length] != NONE) {
          active[path[length]]--;
        }
      }
      if (depth == path.length) {
        path = Arrays.copyOf(path, depth * 2);
      }
      length = depth;
      path[depth] = functionOf[tree.frameId(node)];
      if (path[depth] != NONE) {
        count(node, path[depth]);
      }
    }
    return this;
  }

  private void count(int node, int function) {
    long[] sums = counts[function];
    sums[0] += tree.selfBefore(node);
    sums[1] += tree.selfAfter(node);
    if (active[function]++ == 0) {
      sums[2] += tree.totalBefore(node);
      sums[3] += tree.totalAfter(node);
    }
  }

  private List<FunctionChange> changes(boolean normalised) {
    double after = 1.0 / Math.max(1, tree.totalAfter());
    double before = 1.0 / Math.max(1, tree.totalBefore());
    if (!normalised) {
      double factor = tree.factor(false);
      after = tree.totalBefore() > 0 ? before / factor : after;
    }
    List<FunctionChange> changes = new ArrayList<>();
    for (int function = 0; function < counts.length; function++) {
      Frame frame = functions.get(function);
      long[] sums = counts[function];
      changes.add(
          new FunctionChange(
              frame.name(),
              frame.module(),
              sums[0],
              sums[1],
              sums[2],
              sums[3],
              sums[1] * after - sums[0] * before,
              sums[3] * after - sums[2] * before));
    }
    changes.sort(ORDER);
    return changes;
  }
}
