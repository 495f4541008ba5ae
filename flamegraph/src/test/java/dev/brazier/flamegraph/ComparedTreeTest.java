package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparedTreeTest {
  private static final Frame MAIN = new Frame("main", FrameKind.NATIVE);
  private static final Frame WORK = new Frame("work", FrameKind.NATIVE);
  private static final Frame REST = new Frame("rest", FrameKind.NATIVE);

  @Test
  void keepsPathsThatEitherSideHas() {
    CallTree before = CallTree.builder().add(List.of(MAIN, WORK), 6).build();
    CallTree after = CallTree.builder().add(List.of(MAIN, REST), 3).add(List.of(MAIN), 1).build();

    ComparedTree tree = ComparedTree.of(before, after);

    assertThat(tree.size()).isEqualTo(4);
    assertThat(rows(tree))
        .containsExactly("main 0 1 6 4", "main;rest 0 3 0 3", "main;work 6 0 6 0");
    assertThat(tree.totalBefore()).isEqualTo(6);
    assertThat(tree.totalAfter()).isEqualTo(4);
  }

  @Test
  void scalesTheCountsBeforeToTheTotalAfter() {
    CallTree before = CallTree.builder().add(List.of(MAIN), 50).build();
    CallTree after = CallTree.builder().add(List.of(MAIN), 100).build();
    CallTree none = CallTree.builder().build();

    assertThat(ComparedTree.of(before, after).factor(true)).isEqualTo(2);
    assertThat(ComparedTree.of(before, after).factor(false)).isEqualTo(1);
    assertThat(ComparedTree.of(none, after).factor(true)).isEqualTo(1);
    assertThat(ComparedTree.of(before, none).factor(true)).isEqualTo(1);
  }

  @Test
  void undoesWhatCountsWereDividedByOnOneSideAlone() {
    CallTree huge =
        CallTree.builder()
            .add(List.of(MAIN), Long.MAX_VALUE)
            .add(List.of(WORK), Long.MAX_VALUE)
            .build();
    CallTree small = CallTree.builder().add(List.of(MAIN), 1).build();

    assertThat(huge.divisor()).isEqualTo(2);
    assertThat(ComparedTree.of(huge, small).factor(false)).isEqualTo(2);
    assertThat(ComparedTree.of(small, huge).factor(false)).isEqualTo(0.5);
  }

  @Test
  void isEmptyWhereBothSidesAre() {
    CallTree none = CallTree.builder().build();

    ComparedTree tree = ComparedTree.of(none, none);

    assertThat(tree.size()).isEqualTo(1);
    assertThat(tree.totalBefore()).isZero();
    assertThat(tree.totalAfter()).isZero();
  }

  @Test
  void hasTheCountsOfBothSidesForAnyStacks() {
    for (long seed = 0; seed < 50; seed++) {
      CallTree before = RandomStacks.tree(RandomStacks.of(seed, 1 + (int) seed * 3));
      CallTree after = RandomStacks.tree(RandomStacks.of(seed + 1000, 60));

      List<String> rows = rows(ComparedTree.of(before, after));

      assertThat(rows).doesNotHaveDuplicates().isEqualTo(expected(before, after));
    }
  }

  @Test
  void isTheSameSwappedButForTheSides() {
    for (long seed = 0; seed < 20; seed++) {
      CallTree one = RandomStacks.tree(RandomStacks.of(seed, 40));
      CallTree other = RandomStacks.tree(RandomStacks.of(seed + 99, 70));
      ComparedTree tree = ComparedTree.of(one, other);
      ComparedTree swapped = ComparedTree.of(other, one);

      assertThat(swapped.size()).isEqualTo(tree.size());
      for (int node = 0; node < tree.size(); node++) {
        assertThat(swapped.frameId(node)).isEqualTo(tree.frameId(node));
        assertThat(swapped.selfBefore(node)).isEqualTo(tree.selfAfter(node));
        assertThat(swapped.totalAfter(node)).isEqualTo(tree.totalBefore(node));
      }
      assertThat(swapped.frames()).isEqualTo(tree.frames());
    }
  }

  @Test
  void mergesStacksOfAnyDepth() {
    List<Frame> deep = Collections.nCopies(CallTree.MAX_DEPTH, MAIN);
    CallTree before = CallTree.builder().add(deep, 1).build();
    CallTree after = CallTree.builder().add(deep.subList(0, 30_000), 2).build();

    ComparedTree tree = ComparedTree.of(before, after);

    assertThat(tree.size()).isEqualTo(CallTree.MAX_DEPTH + 1);
    assertThat(tree.totalBefore(30_001)).isEqualTo(1);
    assertThat(tree.totalAfter(30_001)).isZero();
  }

  /** Path, own counts before and after, counts with callees before and after. */
  private static List<String> rows(ComparedTree tree) {
    List<String> rows = new ArrayList<>();
    List<String> path = new ArrayList<>();
    for (int node = 1; node < tree.size(); node++) {
      path = new ArrayList<>(path.subList(0, tree.depth(node) - 1));
      path.add(spelled(tree.frame(node)));
      long[] counts = {
        tree.selfBefore(node), tree.selfAfter(node), tree.totalBefore(node), tree.totalAfter(node)
      };
      rows.add(row(path, counts));
    }
    return rows;
  }

  private static List<String> expected(CallTree before, CallTree after) {
    Map<List<Frame>, long[]> counts =
        new TreeMap<>(
            (a, b) -> {
              for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!a.get(i).equals(b.get(i))) {
                  return a.get(i).compareTo(b.get(i));
                }
              }
              return Integer.compare(a.size(), b.size());
            });
    List<CallTree> sides = List.of(before, after);
    for (int side = 0; side < 2; side++) {
      CallTree tree = sides.get(side);
      List<Frame> path = new ArrayList<>();
      for (int node = 1; node < tree.size(); node++) {
        path = new ArrayList<>(path.subList(0, tree.depth(node) - 1));
        path.add(tree.frame(node));
        long[] known = counts.computeIfAbsent(path, any -> new long[4]);
        known[side] = tree.self(node);
        known[side + 2] = tree.total(node);
      }
    }
    List<String> rows = new ArrayList<>();
    counts.forEach(
        (path, known) -> rows.add(row(path.stream().map(f -> spelled(f)).toList(), known)));
    return rows;
  }

  private static String row(List<String> path, long[] counts) {
    return "%s %d %d %d %d"
        .formatted(String.join(";", path), counts[0], counts[1], counts[2], counts[3]);
  }

  private static String spelled(Frame frame) {
    return frame.kind() == FrameKind.NATIVE && frame.module().isEmpty()
        ? frame.name()
        : frame.toString();
  }
}
