package dev.brazier.agent.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.bpf.counter.CounterReading;
import org.junit.jupiter.api.Test;

final class CountSumTest {

  private final CountSum sum = new CountSum();

  @Test
  void eachPlaceIsExtendedByItself() {
    sum.add(new CounterReading(100, 1_000, 100));
    sum.add(new CounterReading(100, 1_000, 1_000));

    assertThat(sum.count()).isEqualTo(new Count.Counted(1_100, 0.55, false, 0));
  }

  @Test
  void aThreadThatNeverRanAddsNothingAndHidesNothing() {
    sum.add(new CounterReading(7, 10, 10));
    sum.add(new CounterReading(0, 0, 0));

    assertThat(sum.count()).isEqualTo(new Count.Counted(7, 1, false, 0));
  }

  @Test
  void anEventThatNeverHadARegisterIsMissingNotZero() {
    sum.add(new CounterReading(0, 1_000, 0));

    assertThat(sum.count()).isEqualTo(new Count.Missing(null, CountSum.STARVED));
  }

  @Test
  void anEventWithoutAnyPlaceIsMissing() {
    assertThat(sum.count()).isInstanceOf(Count.Missing.class);
  }
}
