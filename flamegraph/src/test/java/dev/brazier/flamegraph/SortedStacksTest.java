package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SortedStacksTest {
  @Test
  void mergesToTheTreeOfAllStacksHoweverTheyWereParted() {
    for (int seed = 0; seed < 200; seed++) {
      List<RandomStacks.Stack> all = RandomStacks.of(seed, 60);
      int some = seed * 60 / 199;

      CallTree merged =
          sorted(all.subList(0, some)).mergedWith(sorted(all.subList(some, all.size()))).tree();

      assertThat(lines(merged)).isEqualTo(lines(RandomStacks.tree(all)));
      assertThat(merged.frames()).isEqualTo(RandomStacks.tree(all).frames());
    }
  }

  @Test
  void stopsSumsAtTheLargestNumber() {
    List<RandomStacks.Stack> most =
        List.of(
            new RandomStacks.Stack(
                List.of(new Frame("main", FrameKind.NATIVE)), Long.MAX_VALUE - 1));

    CallTree merged = sorted(most).mergedWith(sorted(most)).tree();

    assertThat(merged.total()).isEqualTo(Long.MAX_VALUE);
    assertThat(merged.divisor()).isEqualTo(1);
  }

  @Test
  void leavesNothingInTheBuilderItWasTakenFrom() {
    CallTree.Builder builder =
        CallTree.builder().add(List.of(new Frame("main", FrameKind.NATIVE)), 1);

    assertThat(builder.drain().tree().size()).isEqualTo(2);
    assertThat(builder.build().size()).isEqualTo(1);
    assertThat(builder.add(List.of(new Frame("other", FrameKind.NATIVE)), 2).build().total())
        .isEqualTo(2);
  }

  private static SortedStacks sorted(List<RandomStacks.Stack> stacks) {
    CallTree.Builder builder = CallTree.builder();
    stacks.forEach(stack -> builder.add(stack.frames(), stack.count()));
    return builder.drain();
  }

  private static String lines(CallTree tree) {
    StringBuilder lines = new StringBuilder();
    for (int node = 1; node < tree.size(); node++) {
      lines.append(tree.depth(node)).append(' ').append(tree.frame(node)).append(' ');
      lines.append(tree.self(node)).append(' ').append(tree.total(node)).append('\n');
    }
    return lines.toString();
  }
}
