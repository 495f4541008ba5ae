package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Timeline;
import org.junit.jupiter.api.Test;

final class SampleTimesTest {

  @Test
  void turnsRowsIntoStacksAndCountsFromTheStart() {
    SampleTimes times = new SampleTimes(1_000, 100);
    times.add(1_500, 2, 3);
    times.add(900, 0, 1);

    Timeline timeline = times.timeline(new int[] {7, 8, 7});

    assertThat(timeline.nanos(0)).as("a clock read a moment late").isZero();
    assertThat(timeline.nanos(1)).isEqualTo(500);
    assertThat(timeline.stack(1)).isEqualTo(7);
    assertThat(timeline.cpu(1)).isEqualTo(3);
  }

  @Test
  void growsToItsLimitAndCountsTheRest() {
    SampleTimes times = new SampleTimes(0, 10_000);
    for (int i = 0; i < 10_005; i++) {
      times.add(i, 0, 0);
    }

    assertThat(times.refused()).isEqualTo(5);
    assertThat(times.timeline(new int[1]).size()).isEqualTo(10_000);
  }
}
