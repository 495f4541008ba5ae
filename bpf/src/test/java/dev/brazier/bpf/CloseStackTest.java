package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {
  private final List<String> closed = new ArrayList<>();
  private final CloseStack stack = new CloseStack();

  @Test
  void closesLastInFirstOutAndOnce() {
    stack.own(() -> closed.add("first"));
    stack.own(() -> closed.add("second"));

    stack.close();
    stack.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void closesTheOthersWhenOneFails() {
    stack.own(() -> closed.add("first"));
    stack.own(
        () -> {
          throw new IllegalStateException("second");
        });
    stack.own(
        () -> {
          throw new IOException("third");
        });

    assertThatThrownBy(stack::close)
        .hasRootCauseMessage("third")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("first");
  }

  @Test
  void leavesWhatWasDisowned() {
    AutoCloseable resource = stack.own(() -> closed.add("gone"));

    stack.disown(resource);
    stack.close();

    assertThat(closed).isEmpty();
  }
}
