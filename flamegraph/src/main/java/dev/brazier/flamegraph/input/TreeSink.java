package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.Frame;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges stacks into a tree, under rows that say where they were seen. */
final class TreeSink implements FrameSink {
  private final CallTree.Builder tree = CallTree.builder();
  private final boolean perThread;
  private final Map<InputOrigin, int[]> rows = new HashMap<>();
  private @Nullable InputOrigin lastOrigin;
  private int[] path = new int[256];
  private int rowCount;

  TreeSink(boolean perThread) {
    this.perThread = perThread;
  }

  @Override
  public int frame(Frame frame) {
    return tree.frame(frame);
  }

  // Equal origins are nearly always one object: to compare them would cost more than it saves.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public void stack(StackPath stack, long count, InputOrigin origin, long timeNanos) {
    if (origin != lastOrigin) {
      putRows(origin);
    }
    int depth = stack.depth();
    if (path.length < rowCount + depth) {
      int[] longer = new int[(rowCount + depth) * 2];
      System.arraycopy(path, 0, longer, 0, rowCount);
      path = longer;
    }
    System.arraycopy(stack.frames(), stack.from(), path, rowCount, depth);
    tree.add(path, rowCount + depth, count);
  }

  CallTree tree() {
    return tree.build();
  }

  private void putRows(InputOrigin origin) {
    int[] known = rows.computeIfAbsent(origin, this::rows);
    System.arraycopy(known, 0, path, 0, known.length);
    rowCount = known.length;
    lastOrigin = origin;
  }

  private int[] rows(InputOrigin origin) {
    return origin.rows(perThread).stream().mapToInt(tree::frame).toArray();
  }
}
