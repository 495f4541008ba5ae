package dev.brazier.flamegraph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of our own collapsed text that says what the first rows of every stack are, such as
 * {@code [container];[process] 0}. To every other tool it is a stack that was never seen.
 */
final class RowDeclaration {
  private @Nullable List<FrameKind> kinds;
  private boolean contradicted;

  /** The declaration for a tree, empty when its first rows do not group stacks. */
  static String of(CallTree tree) {
    StringBuilder text = new StringBuilder();
    for (FrameKind kind : firstRows(tree)) {
      text.append(text.length() == 0 ? "[" : ";[").append(kind.label()).append(']');
    }
    return text.length() == 0 ? "" : text.append(" 0\n").toString();
  }

  /** The kinds of the rows from the root that are the same, and grouping, in every stack. */
  private static List<FrameKind> firstRows(CallTree tree) {
    FrameKind[] rows = new FrameKind[3];
    int agreed = rows.length;
    for (int node = 1; node < tree.size(); node++) {
      int row = tree.depth(node) - 1;
      if (row < agreed) {
        FrameKind kind = tree.frame(node).kind();
        if (rows[row] == null) {
          rows[row] = kind;
        }
        agreed = rows[row] == kind && kind.groupsStacks() ? agreed : row;
      }
    }
    List<FrameKind> found = new ArrayList<>();
    for (int row = 0; row < agreed && rows[row] != null; row++) {
      found.add(rows[row]);
    }
    return found;
  }

  /** Whether a stack that was read with count 0 is a declaration; remembers it if so. */
  boolean declares(CallTree.Builder stacks, int[] frames, int depth, int last) {
    List<FrameKind> declared = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      int frame = i < depth ? frames[i] : last;
      FrameKind kind = frame < 0 ? null : declaredBy(stacks.frame(frame).name());
      if (kind == null) {
        return false;
      }
      declared.add(kind);
    }
    add(declared);
    return true;
  }

  /** Adds what was declared in another part of the same text. */
  void add(RowDeclaration other) {
    contradicted |= other.contradicted;
    if (other.kinds != null) {
      add(other.kinds);
    }
  }

  private void add(List<FrameKind> declared) {
    contradicted |= kinds != null && !kinds.equals(declared);
    kinds = declared;
  }

  /** Gives the first rows of all stacks their kinds, unless two declarations differ. */
  void apply(CallTree.Builder stacks) {
    if (kinds == null || contradicted) {
      return;
    }
    NodeTable nodes = stacks.nodes();
    byte[] rowOf = new byte[nodes.size()];
    for (int node = 1; node < nodes.size(); node++) {
      int row = rowOf[nodes.parent(node)];
      if (row < kinds.size()) {
        Frame plain = stacks.frame(nodes.frame(node));
        if (plain.kind() != kinds.get(row)) {
          nodes.relabel(node, stacks.frame(new Frame(plain.name(), kinds.get(row))));
        }
      }
      rowOf[node] = (byte) Math.min(row + 1, kinds.size());
    }
  }

  private static @Nullable FrameKind declaredBy(String name) {
    for (FrameKind kind : FrameKind.values()) {
      if (kind.groupsStacks() && name.equals("[" + kind.label() + "]")) {
        return kind;
      }
    }
    return null;
  }
}
