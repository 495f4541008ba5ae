package dev.brazier.flamegraph.diff;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.CollapsedWriter;
import dev.brazier.flamegraph.ComparedTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes both counts of every stack as {@code difffolded.pl} does, for {@code flamegraph.pl} and
 * others: on each line frames root first and parted by {@code ;}, the count before and the count
 * after, each behind a space. Names are spelled as {@link CollapsedWriter} spells them, lines are
 * in the order of names, and counts are never scaled.
 */
public final class ComparedStacks {
  private ComparedStacks() {}

  /**
   * Writes all stacks of both trees and leaves the stream open, unflushed.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(CallTree before, CallTree after, OutputStream out) throws IOException {
    ComparedTree tree =
        ComparedTree.of(CollapsedWriter.spelled(before), CollapsedWriter.spelled(after));
    byte[][] names = new byte[tree.frames().size()][];
    Arrays.setAll(
        names, id -> (';' + tree.frames().get(id).name()).getBytes(StandardCharsets.UTF_8));
    byte[] line = new byte[1024];
    int[] ends = new int[64];
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      byte[] name = names[tree.frameId(node)];
      if (depth == ends.length) {
        ends = Arrays.copyOf(ends, depth * 2);
      }
      ends[depth] = ends[depth - 1] + name.length;
      if (ends[depth] > line.length) {
        line = Arrays.copyOf(line, ends[depth] * 2);
      }
      System.arraycopy(name, 0, line, ends[depth - 1], name.length);
      if (tree.selfBefore(node) > 0 || tree.selfAfter(node) > 0) {
        out.write(line, 1, ends[depth] - 1);
        out.write(counts(tree, node));
      }
    }
  }

  private static byte[] counts(ComparedTree tree, int node) {
    String counts = " " + tree.selfBefore(node) + " " + tree.selfAfter(node) + "\n";
    return counts.getBytes(StandardCharsets.US_ASCII);
  }
}
