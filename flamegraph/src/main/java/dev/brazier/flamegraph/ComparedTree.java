package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two call trees laid over each other: a node for each path that either of them has, with the
 * counts of both. Immutable; numbered and ordered as a {@link CallTree} is.
 *
 * <p>Both trees are in the same order, so one walk along both merges them: the cost is linear in
 * their nodes, and nothing is hashed.
 */
public final class ComparedTree {
  private final CallTree before;
  private final CallTree after;
  private final CallTree shown;
  private final long[] selvesBefore;
  private final long[] totalsBefore;

  private ComparedTree(
      CallTree before, CallTree after, CallTree shown, long[] selvesBefore, long[] totalsBefore) {
    this.before = before;
    this.after = after;
    this.shown = shown;
    this.selvesBefore = selvesBefore;
    this.totalsBefore = totalsBefore;
  }

  /** Lays {@code after} over {@code before}. */
  public static ComparedTree of(CallTree before, CallTree after) {
    return new Merge(before, after).merged();
  }

  /** How many nodes there are, the root included: at least 1. */
  public int size() {
    return shown.size();
  }

  /** The distinct frames of both trees, in order. */
  public List<Frame> frames() {
    return shown.frames();
  }

  /** The node's place in {@link #frames()}; -1 for the root. */
  public int frameId(int node) {
    return shown.frameId(node);
  }

  /** The node's frame. The root has none: asking is an {@link IndexOutOfBoundsException}. */
  public Frame frame(int node) {
    return shown.frame(node);
  }

  /** How many frames there are from the root to this node: 0 for the root. */
  public int depth(int node) {
    return shown.depth(node);
  }

  /** The count of stacks before that end in this node; 0 where the path was not there. */
  public long selfBefore(int node) {
    return selvesBefore[node];
  }

  /** The count of stacks after that end in this node; 0 where the path is gone. */
  public long selfAfter(int node) {
    return shown.self(node);
  }

  /** The count of stacks before that pass through or end in this node. */
  public long totalBefore(int node) {
    return totalsBefore[node];
  }

  /** The count of stacks after that pass through or end in this node. */
  public long totalAfter(int node) {
    return shown.total(node);
  }

  /** The count of all stacks before. */
  public long totalBefore() {
    return before.total();
  }

  /** The count of all stacks after. */
  public long totalAfter() {
    return after.total();
  }

  /**
   * What a count before is to be multiplied with, to stand beside a count after.
   *
   * @param normalised whether both sides are to have equal totals; a side without stacks has none
   *     that could be made equal
   */
  public double factor(boolean normalised) {
    return normalised && before.total() > 0 && after.total() > 0
        ? (double) after.total() / before.total()
        : (double) before.divisor() / after.divisor();
  }

  /** What the counts before were divided by; see {@link CallTree#divisor}. */
  long divisorBefore() {
    return before.divisor();
  }

  /** All nodes with the counts after, which are 0 where a path is gone. */
  CallTree shown() {
    return shown;
  }

  /** The walk along both trees. */
  private static final class Merge {
    private final CallTree before;
    private final CallTree after;
    private final List<Frame> frames = new ArrayList<>();
    private final int[] rankBefore;
    private final int[] rankAfter;
    private int size;
    private int[] frameIds;
    private int[] depths;
    private long[] selvesBefore;
    private long[] totalsBefore;
    private long[] selvesAfter;
    private long[] totalsAfter;

    Merge(CallTree before, CallTree after) {
      this.before = before;
      this.after = after;
      rankBefore = new int[before.frames().size()];
      rankAfter = new int[after.frames().size()];
      rankFrames();
      int most = Math.addExact(before.size(), after.size());
      frameIds = new int[most];
      depths = new int[most];
      selvesBefore = new long[most];
      totalsBefore = new long[most];
      selvesAfter = new long[most];
      totalsAfter = new long[most];
    }

    private void rankFrames() {
      List<Frame> ours = before.frames();
      List<Frame> theirs = after.frames();
      int i = 0;
      int j = 0;
      while (i < ours.size() || j < theirs.size()) {
        int order = order(ours, i, theirs, j);
        frames.add(order <= 0 ? ours.get(i) : theirs.get(j));
        if (order <= 0) {
          rankBefore[i++] = frames.size() - 1;
        }
        if (order >= 0) {
          rankAfter[j++] = frames.size() - 1;
        }
      }
    }

    private static int order(List<Frame> ours, int i, List<Frame> theirs, int j) {
      if (i == ours.size()) {
        return 1;
      }
      return j == theirs.size() ? -1 : ours.get(i).compareTo(theirs.get(j));
    }

    ComparedTree merged() {
      add(0, 0);
      int i = 1;
      int j = 1;
      while (i < before.size() || j < after.size()) {
        int order = order(i, j);
        add(order <= 0 ? i++ : -1, order >= 0 ? j++ : -1);
      }
      trim();
      CallTree shown =
          new CallTree(
              List.copyOf(frames), frameIds, depths, selvesAfter, totalsAfter, after.divisor());
      return new ComparedTree(before, after, shown, selvesBefore, totalsBefore);
    }

    /**
     * Which of two nodes comes first: the deeper one, since it still belongs to what one side alone
     * has; of siblings, that of the lesser frame.
     */
    private int order(int i, int j) {
      if (i == before.size()) {
        return 1;
      }
      if (j == after.size()) {
        return -1;
      }
      int deeper = Integer.compare(after.depth(j), before.depth(i));
      return deeper != 0
          ? deeper
          : Integer.compare(rankBefore[before.frameId(i)], rankAfter[after.frameId(j)]);
    }

    /** Adds a node that either side has; -1 where one has it not. */
    private void add(int i, int j) {
      if (i >= 0) {
        frameIds[size] = i == 0 ? -1 : rankBefore[before.frameId(i)];
        depths[size] = before.depth(i);
        selvesBefore[size] = before.self(i);
        totalsBefore[size] = before.total(i);
      }
      if (j >= 0) {
        frameIds[size] = j == 0 ? -1 : rankAfter[after.frameId(j)];
        depths[size] = after.depth(j);
        selvesAfter[size] = after.self(j);
        totalsAfter[size] = after.total(j);
      }
      size++;
    }

    private void trim() {
      frameIds = Arrays.copyOf(frameIds, size);
      depths = Arrays.copyOf(depths, size);
      selvesBefore = Arrays.copyOf(selvesBefore, size);
      totalsBefore = Arrays.copyOf(totalsBefore, size);
      selvesAfter = Arrays.copyOf(selvesAfter, size);
      totalsAfter = Arrays.copyOf(totalsAfter, size);
    }
  }
}
