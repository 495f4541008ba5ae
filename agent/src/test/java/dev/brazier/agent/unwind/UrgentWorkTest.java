package dev.brazier.agent.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UrgentWorkTest {
  private final List<Boolean> asked = new ArrayList<>();
  private long now;
  private boolean granted = true;
  private final UrgentWork work =
      new UrgentWork(
          () -> now,
          urgent -> {
            asked.add(urgent);
            return granted;
          });

  @Test
  void asksOnceAtTheBeginningAndOnceAtTheEnd() {
    work.begin();
    work.begin();
    work.end();
    work.end();

    assertThat(asked).containsExactly(true, false);
  }

  @Test
  void isUrgentForASecondAtMost() {
    work.begin();
    pass(Duration.ofMillis(999));
    work.begin();
    assertThat(asked).containsExactly(true);

    pass(Duration.ofMillis(1));
    work.begin();
    assertThat(asked).containsExactly(true, false);
  }

  @Test
  void earnsATenthOfTheTimeThatPasses() {
    work.begin();
    pass(Duration.ofSeconds(1));
    work.begin();
    pass(Duration.ofMillis(100));
    work.begin();
    assertThat(asked).containsExactly(true, false, true);

    pass(Duration.ofMillis(9));
    work.begin();
    assertThat(asked).hasSize(3);
    pass(Duration.ofMillis(1));
    work.begin();
    assertThat(asked).containsExactly(true, false, true, false);
  }

  @Test
  void neverEarnsMoreThanASecond() {
    pass(Duration.ofDays(1));
    work.begin();
    pass(Duration.ofSeconds(1));
    work.begin();

    assertThat(asked).containsExactly(true, false);
  }

  @Test
  void asksNoMoreOnceItIsRefused() {
    granted = false;
    work.begin();
    work.end();
    work.begin();

    assertThat(asked).containsExactly(true);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
