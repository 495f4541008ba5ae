package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CommFilterTest {

  @Test
  void noGlobPassesEverything() {
    assertThat(new CommFilter(List.of()).passes("a", "b")).isTrue();
  }

  @Test
  void theNameOfTheProcessOrTheThreadMayMatch() {
    CommFilter filter = new CommFilter(List.of("ngin?", "kworker*"));

    assertThat(filter.passes("nginx", "worker")).isTrue();
    assertThat(filter.passes("other", "kworker/0:1")).isTrue();
    assertThat(filter.passes("nginx2", "worker")).isFalse();
  }

  @Test
  void whatRegularExpressionsMeanIsLiteralInAGlob() {
    CommFilter filter = new CommFilter(List.of("a.b(c"));

    assertThat(filter.passes("a.b(c", "")).isTrue();
    assertThat(filter.passes("axb(c", "")).isFalse();
  }
}
