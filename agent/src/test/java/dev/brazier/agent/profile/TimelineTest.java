package dev.brazier.agent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimelineTest {

  @Test
  void putsSamplesInTheOrderOfTime() {
    Timeline timeline =
        Timeline.of(
            new long[] {300, 100, 1L << 40, 100},
            new int[] {0, 1, 2, 3},
            new short[] {5, 6, 7, Timeline.UNKNOWN_CPU},
            new long[] {1, 2, 3, 4});

    assertThat(timeline.size()).isEqualTo(4);
    assertThat(rows(timeline))
        .containsExactly("100 1 6 2", "100 3 -1 4", "300 0 5 1", (1L << 40) + " 2 7 3");
  }

  @Test
  void agreesWithASortOverManyRandomTimes() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      long bound = 1L << (1 + random.nextInt(62));
      long[] times =
          random.longs(random.nextInt(300), 0, bound).map(time -> time & ~0xffL).toArray();

      Integer[] expected = IntStream.range(0, times.length).boxed().toArray(Integer[]::new);
      Arrays.sort(expected, Comparator.comparingLong(index -> times[index]));

      assertThat(TimeOrder.of(times)).containsExactly(expected);
    }
  }

  @Test
  void tellsHowManySamplesHaveNoTime() {
    ProfileProcess process = new ProfileProcess(1, 1, "a", ProfileProcess.HOST);
    List<ProfileStack> stacks =
        List.of(
            new ProfileStack(process, null, List.of(), 3, StackOutcome.COMPLETE),
            new ProfileStack(process, null, List.of(), 1, StackOutcome.KERNEL_ONLY));
    Timeline timeline = Timeline.of(new long[] {1, 2}, new int[] {0, 1}, new short[2], null);

    assertThat(timeline.untimed(stacks)).containsExactly(2, 0);
  }

  @Test
  void refusesColumnsOfDifferentLengths() {
    assertThatThrownBy(() -> Timeline.of(new long[2], new int[1], new short[2], null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsSaturateInsteadOfWrapping() {
    assertThat(Counts.sum(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Counts.product(Long.MAX_VALUE / 2, 3)).isEqualTo(Long.MAX_VALUE);
    assertThat(Counts.product(1L << 40, 1L << 40)).isEqualTo(Long.MAX_VALUE);
    assertThat(Counts.product(3, 4)).isEqualTo(12);
  }

  private static List<String> rows(Timeline timeline) {
    return IntStream.range(0, timeline.size())
        .mapToObj(
            i ->
                timeline.nanos(i)
                    + " "
                    + timeline.stack(i)
                    + " "
                    + timeline.cpu(i)
                    + " "
                    + timeline.count(i))
        .toList();
  }
}
