package dev.brazier.flamegraph.heatmap;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stacks with times, for tests: added in the order of time. */
public final class TimedStacks {
  /** What calls all functions. */
  public static final Frame MAIN = new Frame("main", FrameKind.NATIVE, "burn");

  private static final long MILLI = 1_000_000;

  private final CallTree.Builder stacks = CallTree.builder();
  private final List<long[]> seen = new ArrayList<>();
  private final List<Integer> paths = new ArrayList<>();
  private long span;
  private long untimed;

  /** One of one function: {@code main} calls it. */
  public TimedStacks add(long millis, String function, long count) {
    return add(millis, count, MAIN, new Frame(function, FrameKind.NATIVE, "burn"));
  }

  /** One of these frames, root first. */
  public TimedStacks add(long millis, long count, Frame... frames) {
    paths.add(path(count, frames));
    seen.add(new long[] {millis * MILLI, count});
    return this;
  }

  /** One that has no time. */
  public TimedStacks addUntimed(long count, Frame... frames) {
    path(count, frames);
    untimed += count;
    return this;
  }

  /** Until when it is known what was seen. */
  public TimedStacks until(long millis) {
    span = millis * MILLI;
    return this;
  }

  private int path(long count, Frame... frames) {
    int[] ids = List.of(frames).stream().mapToInt(stacks::frame).toArray();
    return stacks.addPath(ids, ids.length, count);
  }

  /** The tree of all. */
  public CallTree tree() {
    return stacks.build();
  }

  /** When they were seen. */
  public StackTimes times() {
    int[] nodes = paths.stream().mapToInt(path -> path).toArray();
    stacks.build(nodes);
    return new Times(seen, Arrays.stream(nodes).boxed().toList(), span, untimed);
  }

  private record Times(List<long[]> seen, List<Integer> nodes, long span, long untimed)
      implements StackTimes {
    @Override
    public int size() {
      return nodes.size();
    }

    @Override
    public long nanos(int stack) {
      return seen.get(stack)[0];
    }

    @Override
    public int node(int stack) {
      return nodes.get(stack);
    }

    @Override
    public long count(int stack) {
      return seen.get(stack)[1];
    }
  }
}
