package dev.brazier.flamegraph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes collapsed stacks that other tools read: one stack a line, frames root first and parted by
 * {@code ;}, a space and the count; UTF-8, LF, in the tree's own order.
 *
 * <ul>
 *   <li>In names, {@code ;} becomes {@code :} as in {@code stackcollapse-perf.pl}, each control
 *       character (line ends among them) becomes {@code ?}, blanks at the ends go, and a name that
 *       is then empty is {@code [unknown]}. A {@code #} at the start of a line becomes {@code ?}:
 *       it would make the line a comment.
 *   <li>Kernel frames end in {@code _[k]}, compiled at run time in {@code _[j]}, interpreted in
 *       {@code _[0]}, inlined in {@code _[i]}. Containers, processes, threads, native frames and
 *       frames without a name stand as they are.
 *   <li>Where all stacks start with the same grouping rows, the first line is a stack of their
 *       kinds with count 0: {@code [container];[process] 0}. {@link CollapsedReader} knows the rows
 *       by it; to any other tool it is a stack that was never seen.
 *   <li>The count of empty stacks is written for {@code [unknown]}.
 *   <li>Modules are not written: the format has no place for them.
 * </ul>
 */
public final class CollapsedWriter {
  private static final byte[] NO_NAME = "[unknown]".getBytes(StandardCharsets.UTF_8);

  private final byte[][] names;
  private byte[] line = new byte[1024];

  private CollapsedWriter(byte[][] names) {
    this.names = names;
  }

  /**
   * Writes all stacks of a tree and leaves the stream open, unflushed.
   *
   * @throws IOException if the stream cannot be written
   */
  public static void write(CallTree tree, OutputStream out) throws IOException {
    out.write(RowDeclaration.of(tree).getBytes(StandardCharsets.UTF_8));
    byte[][] names = new byte[tree.frames().size()][];
    Arrays.setAll(names, id -> spelled(tree.frames().get(id)));
    CallTree distinct = mergedBySpelling(tree, names);
    if (distinct != tree) {
      List<Frame> frames = distinct.frames();
      names = new byte[frames.size()][];
      Arrays.setAll(names, id -> frames.get(id).name().getBytes(StandardCharsets.UTF_8));
    }
    new CollapsedWriter(names).writeStacks(distinct, out);
  }

  /**
   * The same stacks with frames of one kind and no module, named as {@link #write} spells them;
   * stacks that are then spelled the same are one.
   */
  public static CallTree spelled(CallTree tree) {
    CallTree.Builder spelled = CallTree.builder();
    List<Frame> frames = tree.frames();
    int[] inner = new int[frames.size()];
    int[] first = new int[frames.size()];
    for (int id = 0; id < inner.length; id++) {
      String name = new String(spelled(frames.get(id)), StandardCharsets.UTF_8);
      inner[id] = spelled.frame(new Frame(name, FrameKind.NATIVE));
      String start = name.startsWith("#") ? '?' + name.substring(1) : name;
      first[id] = spelled.frame(new Frame(start, FrameKind.NATIVE));
    }
    String noName = new String(NO_NAME, StandardCharsets.UTF_8);
    spelled.add(List.of(new Frame(noName, FrameKind.NATIVE)), tree.self(0));
    int[] path = new int[256];
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      if (depth > path.length) {
        path = Arrays.copyOf(path, depth * 2);
      }
      path[depth - 1] = (depth == 1 ? first : inner)[tree.frameId(node)];
      spelled.add(path, depth, tree.self(node));
    }
    return spelled.build();
  }

  private void writeStacks(CallTree tree, OutputStream out) throws IOException {
    int[] ends = new int[64];
    writeCount(out, NO_NAME, NO_NAME.length, tree.self(0));
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      if (depth == ends.length) {
        ends = Arrays.copyOf(ends, depth * 2);
      }
      ends[depth] = append(ends[depth - 1], names[tree.frameId(node)]);
      writeCount(out, line, ends[depth], tree.self(node));
    }
  }

  private static void writeCount(OutputStream out, byte[] stack, int length, long count)
      throws IOException {
    if (count > 0) {
      out.write(stack, 0, length);
      out.write((" " + count + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Puts a name behind the first {@code length} bytes of the line and returns the new length. */
  private int append(int length, byte[] name) {
    int end = length + name.length + 1;
    if (end > line.length) {
      line = Arrays.copyOf(line, end * 2);
    }
    int at = length;
    if (length > 0) {
      line[at++] = ';';
    }
    System.arraycopy(name, 0, line, at, name.length);
    if (length == 0 && name[0] == '#') {
      line[0] = '?';
    }
    return at + name.length;
  }

  /** The tree itself, or one whose frames differ in text where some of this one's do not. */
  private static CallTree mergedBySpelling(CallTree tree, byte[][] names) {
    Map<String, Integer> first = new HashMap<>();
    CallTree.Builder merged = CallTree.builder();
    int[] same = new int[names.length];
    for (int id = 0; id < names.length; id++) {
      String name = new String(names[id], StandardCharsets.UTF_8);
      first.putIfAbsent(name, id);
      same[id] = merged.frame(new Frame(name, FrameKind.NATIVE));
    }
    if (first.size() == names.length) {
      return tree;
    }
    merged.add(List.of(), tree.self(0));
    int[] path = new int[256];
    for (int node = 1; node < tree.size(); node++) {
      int depth = tree.depth(node);
      if (depth > path.length) {
        path = Arrays.copyOf(path, depth * 2);
      }
      path[depth - 1] = same[tree.frameId(node)];
      if (tree.self(node) > 0) {
        merged.add(path, depth, tree.self(node));
      }
    }
    return merged.build();
  }

  private static byte[] spelled(Frame frame) {
    StringBuilder name = new StringBuilder(frame.name().strip());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == ';') {
        name.setCharAt(i, ':');
      } else if (Character.isISOControl(c)) {
        name.setCharAt(i, '?');
      }
    }
    if (name.length() == 0) {
      return NO_NAME;
    }
    switch (frame.kind()) {
      case KERNEL -> name.append("_[k]");
      case JIT -> name.append("_[j]");
      case INTERPRETED -> name.append("_[0]");
      case INLINED -> name.append("_[i]");
      case CONTAINER, PROCESS, THREAD, NATIVE, UNKNOWN -> {}
    }
    return name.toString().getBytes(StandardCharsets.UTF_8);
  }
}
