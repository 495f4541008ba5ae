package dev.brazier.flamegraph.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeatGridTest {

  @Test
  void aColumnIsASecondOfFiftyBoxes() {
    TimedStacks stacks = new TimedStacks();
    stacks.add(0, "a", 1).add(19, "a", 2).add(20, "a", 4).add(999, "a", 8).add(1_000, "a", 16);

    HeatGrid grid = HeatGrid.of(stacks.until(1_500).times(), 600, 1);

    assertThat(grid.nanosPerBox()).isEqualTo(20_000_000);
    assertThat(grid.columns()).isEqualTo(2);
    assertThat(grid.boxes()).isEqualTo(75);
    assertThat(IntStream.of(0, 1, 2, 49, 50, 51).mapToLong(grid::count).boxed())
        .containsExactly(3L, 4L, 0L, 8L, 16L, 0L);
  }

  @Test
  void hasNoBoxBehindWhatIsKnown() {
    TimedStacks stacks = new TimedStacks().add(5, "a", 1).add(2_015, "a", 1);

    assertThat(HeatGrid.of(stacks.times(), 600, 1).boxes()).isEqualTo(101);
    assertThat(HeatGrid.of(stacks.until(10).times(), 600, 1).boxes()).isEqualTo(101);
    assertThat(HeatGrid.of(new TimedStacks().times(), 600, 1).boxes()).isEqualTo(1);
  }

  @Test
  void columnsGetLongerRatherThanMore() {
    assertThat(columnSeconds(600)).isEqualTo(1);
    assertThat(columnSeconds(601)).isEqualTo(2);
    assertThat(columnSeconds(3_600)).isEqualTo(10);
    assertThat(columnSeconds(4 * 3_600)).isEqualTo(30);
    assertThat(columnSeconds(30 * 86_400)).isEqualTo(7_200);
    LongStream.of(1, 59, 1_000_000, 1L << 33)
        .forEach(seconds -> assertThat(grid(seconds).columns()).isBetween(1, 600));
    TimedStacks ages = new TimedStacks().until(Long.MAX_VALUE / 1_000_000);
    assertThat(HeatGrid.of(ages.times(), 600, 1).columns()).isBetween(1, 600);
  }

  @Test
  void sumsStopWhereTheyHaveNoRoom() {
    TimedStacks stacks = new TimedStacks().add(1, "a", Long.MAX_VALUE).add(2, "a", 5);

    assertThat(HeatGrid.of(stacks.times(), 600, 1).count(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(HeatGrid.of(stacks.times(), 600, 1L << 60).count(0)).isEqualTo(8);
  }

  private static long columnSeconds(long seconds) {
    return TimeUnit.NANOSECONDS.toSeconds(grid(seconds).nanosPerColumn());
  }

  private static HeatGrid grid(long seconds) {
    return HeatGrid.of(new TimedStacks().until(seconds * 1_000).times(), 600, 1);
  }
}
