package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTreeTest {
  private static final Frame MAIN = new Frame("main", FrameKind.NATIVE, "burn");
  private static final Frame READ = new Frame("read", FrameKind.KERNEL);
  private static final Frame WORK = new Frame("work", FrameKind.NATIVE, "burn");

  @Test
  void mergesStacksFromTheirRoots() {
    CallTree tree =
        CallTree.builder()
            .add(List.of(MAIN, WORK), 3)
            .add(List.of(MAIN, READ), 2)
            .add(List.of(MAIN), 1)
            .add(List.of(MAIN, WORK), 4)
            .build();

    assertThat(described(tree)).isEqualTo("all 10/0, main 10/1, -read 2/2, -work 7/7");
    assertThat(tree.frames()).containsExactly(MAIN, READ, WORK);
    assertThat(tree.frame(3)).isSameAs(WORK);
  }

  @Test
  void ordersSiblingsByNameThenKindThenModule() {
    Frame a = new Frame("f", FrameKind.KERNEL);
    Frame b = new Frame("f", FrameKind.NATIVE, "a.so");
    Frame c = new Frame("f", FrameKind.NATIVE, "b.so");
    Frame d = new Frame("g", FrameKind.KERNEL);
    CallTree.Builder builder = CallTree.builder();
    List.of(d, c, b, a).forEach(frame -> builder.add(List.of(frame), 1));

    CallTree tree = builder.build();

    assertThat(tree.frames()).containsExactly(a, b, c, d);
    assertThat(List.of(1, 2, 3, 4)).map(tree::frame).containsExactly(a, b, c, d);
  }

  @Test
  void takesFrameNumbersInPlaceOfFrames() {
    CallTree.Builder builder = CallTree.builder();
    int main = builder.frame(MAIN);
    int work = builder.frame(WORK);
    assertThat(builder.frame(new Frame("main", FrameKind.NATIVE, "burn"))).isEqualTo(main);

    CallTree tree = builder.add(new int[] {main, work, -1}, 2, 5).build();

    assertThat(described(tree)).isEqualTo("all 5/0, main 5/0, -work 5/5");
    assertThatThrownBy(() -> builder.add(new int[] {7}, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void isTheSameForStacksInAnyOrder() {
    for (long seed = 0; seed < 50; seed++) {
      List<RandomStacks.Stack> stacks = RandomStacks.of(seed, 200);
      CallTree tree = RandomStacks.tree(stacks);
      CallTree other = RandomStacks.tree(RandomStacks.shuffled(stacks, seed));
      assertThat(described(other)).isEqualTo(described(tree));
      assertThat(other.frames()).isEqualTo(tree.frames());
    }
  }

  @Test
  void givesEveryParentItsOwnCountPlusThatOfItsChildren() {
    for (long seed = 0; seed < 50; seed++) {
      assertTotalsAddUp(RandomStacks.tree(RandomStacks.of(seed, 300)));
    }
  }

  @Test
  void dividesCountsWhoseSumFitsNoLongAndLosesNoStack() {
    CallTree tree =
        CallTree.builder()
            .add(List.of(MAIN), Long.MAX_VALUE)
            .add(List.of(MAIN, WORK), Long.MAX_VALUE)
            .add(List.of(WORK), Long.MAX_VALUE)
            .add(List.of(READ), 1)
            .build();

    assertThat(tree.divisor()).isEqualTo(4);
    assertThat(tree.self(1)).isEqualTo(Long.MAX_VALUE >> 2);
    assertThat(tree.self(2)).isEqualTo(Long.MAX_VALUE >> 2);
    assertThat(tree.self(3)).isEqualTo(1);
    assertTotalsAddUp(tree);
  }

  @Test
  void takesAsManyFramesAsItSaysAndNotOneMore() {
    List<Frame> deepest = Collections.nCopies(CallTree.MAX_DEPTH, WORK);
    CallTree tree = CallTree.builder().add(deepest, 1).build();

    assertThat(tree.size()).isEqualTo(CallTree.MAX_DEPTH + 1);
    assertThat(tree.depth(tree.size() - 1)).isEqualTo(CallTree.MAX_DEPTH);
    assertThatThrownBy(
            () -> CallTree.builder().add(Collections.nCopies(CallTree.MAX_DEPTH + 1, WORK), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("add stack: 65536 frames, at most 65535 are taken");
  }

  @Test
  void refusesNegativeCountsAndIgnoresZero() {
    CallTree.Builder builder = CallTree.builder();
    assertThat(builder.add(List.of(MAIN), 0).build().size()).isEqualTo(1);
    assertThatThrownBy(() -> builder.add(List.of(MAIN), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void staysAsItIsWhileItsBuilderGoesOn() {
    CallTree.Builder builder = CallTree.builder().add(List.of(MAIN), 1);
    CallTree before = builder.build();
    CallTree after = builder.add(List.of(READ), 1).build();

    assertThat(described(before)).isEqualTo("all 1/0, main 1/1");
    assertThat(described(after)).isEqualTo("all 2/0, main 1/1, read 1/1");
  }

  private static void assertTotalsAddUp(CallTree tree) {
    long[] children = new long[tree.size()];
    Deque<Integer> path = new ArrayDeque<>();
    for (int node = 0; node < tree.size(); node++) {
      while (path.size() > tree.depth(node)) {
        path.pop();
      }
      if (node > 0) {
        children[path.element()] += tree.total(node);
      }
      path.push(node);
    }
    for (int node = 0; node < tree.size(); node++) {
      assertThat(tree.total(node)).isEqualTo(tree.self(node) + children[node]).isPositive();
    }
  }

  private static String described(CallTree tree) {
    StringBuilder text = new StringBuilder();
    for (int node = 0; node < tree.size(); node++) {
      text.append(node == 0 ? "" : ", ")
          .append("-".repeat(Math.max(0, tree.depth(node) - 1)))
          .append(node == 0 ? "all" : tree.frame(node).name())
          .append(' ')
          .append(tree.total(node))
          .append('/')
          .append(tree.self(node));
    }
    return text.toString();
  }
}
