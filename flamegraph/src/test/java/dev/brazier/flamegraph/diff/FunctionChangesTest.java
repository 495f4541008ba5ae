package dev.brazier.flamegraph.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brazier.flamegraph.CallTree;
import dev.brazier.flamegraph.ComparedTree;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionChangesTest {
  private static final Frame MAIN = frame("main");
  private static final Frame F = frame("f");
  private static final Frame G = frame("g");

  @Test
  void comparesSharesOfEachProfile() {
    CallTree before =
        CallTree.builder().add(List.of(MAIN, F), 10).add(List.of(MAIN, G), 90).build();
    CallTree after =
        CallTree.builder().add(List.of(MAIN, F), 60).add(List.of(MAIN, G), 140).build();

    List<FunctionChange> changes = FunctionChanges.of(ComparedTree.of(before, after), true);

    assertThat(changes).extracting(FunctionChange::name).containsExactly("f", "g", "main");
    FunctionChange f = changes.get(0);
    assertThat(f.selfChange()).isCloseTo(0.2, within(1e-12));
    assertThat(f.totalChange()).isCloseTo(0.2, within(1e-12));
    assertThat(f.growth()).isCloseTo(0.2, within(1e-12));
    assertThat(changes.get(1).growth()).isCloseTo(-0.2, within(1e-12));
    assertThat(List.of(f.selfBefore(), f.selfAfter(), f.totalBefore(), f.totalAfter()))
        .containsExactly(10L, 60L, 10L, 60L);
    assertThat(changes.get(2).totalChange()).isZero();
  }

  @Test
  void comparesCountsWhereTheyAreAbsolute() {
    CallTree before =
        CallTree.builder().add(List.of(MAIN, F), 50).add(List.of(MAIN, G), 50).build();
    CallTree after =
        CallTree.builder().add(List.of(MAIN, F), 100).add(List.of(MAIN, G), 100).build();
    ComparedTree tree = ComparedTree.of(before, after);

    assertThat(FunctionChanges.of(tree, true)).allMatch(change -> change.growth() == 0);
    assertThat(FunctionChanges.of(tree, false).get(0).selfChange()).isCloseTo(0.5, within(1e-12));
    assertThat(FunctionChanges.of(tree, false).get(2).totalChange()).isCloseTo(1, within(1e-12));
  }

  @Test
  void countsAStackOnceInWhichAFunctionCallsItself() {
    CallTree before = CallTree.builder().add(List.of(MAIN, F, G, F, F), 7).build();

    ComparedTree tree = ComparedTree.of(before, CallTree.builder().add(List.of(F), 1).build());

    FunctionChange f = named(FunctionChanges.of(tree, true), "f");
    assertThat(f.totalBefore()).isEqualTo(7);
    assertThat(f.selfBefore()).isEqualTo(7);
  }

  @Test
  void keepsFunctionsThatAreGoneOrNew() {
    CallTree before = CallTree.builder().add(List.of(F), 5).build();
    CallTree after = CallTree.builder().add(List.of(G), 5).build();

    List<FunctionChange> changes = FunctionChanges.of(ComparedTree.of(before, after), true);

    assertThat(named(changes, "f").selfChange()).isEqualTo(-1);
    assertThat(named(changes, "g").selfChange()).isEqualTo(1);
  }

  @Test
  void isTheOppositeWhenSwapped() {
    CallTree one = CallTree.builder().add(List.of(MAIN, F), 3).add(List.of(G), 4).build();
    CallTree other = CallTree.builder().add(List.of(MAIN, G), 9).build();

    List<FunctionChange> changes = FunctionChanges.of(ComparedTree.of(one, other), true);
    List<FunctionChange> swapped = FunctionChanges.of(ComparedTree.of(other, one), true);

    for (FunctionChange change : changes) {
      FunctionChange opposite = named(swapped, change.name());
      assertThat(opposite.selfChange()).isEqualTo(-change.selfChange());
      assertThat(opposite.totalChange()).isEqualTo(-change.totalChange());
    }
  }

  @Test
  void takesRowsThatGroupStacksForNoFunctions() {
    Frame web = new Frame("web", FrameKind.CONTAINER);
    CallTree tree = CallTree.builder().add(List.of(web, MAIN), 1).build();

    assertThat(FunctionChanges.of(ComparedTree.of(tree, tree), true))
        .extracting(FunctionChange::name)
        .containsExactly("main");
  }

  @Test
  void takesOneFunctionOfTwoKindsForOneAndOfTwoModulesForTwo() {
    CallTree before =
        CallTree.builder().add(List.of(new Frame("f", FrameKind.JIT, "a")), 1).build();
    CallTree after =
        CallTree.builder()
            .add(List.of(new Frame("f", FrameKind.INTERPRETED, "a")), 1)
            .add(List.of(new Frame("f", FrameKind.JIT, "b")), 1)
            .build();

    assertThat(FunctionChanges.of(ComparedTree.of(before, after), true)).hasSize(2);
  }

  @Test
  void doesWithoutStacks() {
    CallTree none = CallTree.builder().build();
    CallTree some = CallTree.builder().add(List.of(F), 2).build();

    assertThat(FunctionChanges.of(ComparedTree.of(none, none), true)).isEmpty();
    for (boolean normalised : new boolean[] {true, false}) {
      assertThat(FunctionChanges.of(ComparedTree.of(none, some), normalised).get(0).growth())
          .isEqualTo(1);
      assertThat(FunctionChanges.of(ComparedTree.of(some, none), normalised).get(0).growth())
          .isEqualTo(-1);
    }
  }

  @Test
  void walksStacksOfAnyDepth() {
    CallTree deep = CallTree.builder().add(Collections.nCopies(60_000, F), 1).build();

    assertThat(FunctionChanges.of(ComparedTree.of(deep, deep), true)).hasSize(1);
  }

  private static FunctionChange named(List<FunctionChange> changes, String name) {
    return changes.stream().filter(change -> change.name().equals(name)).findFirst().orElseThrow();
  }

  private static Frame frame(String name) {
    return new Frame(name, FrameKind.NATIVE);
  }
}
