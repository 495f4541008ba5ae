package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RingPlanTest {
  private static final int PAGE = 4096;
  private static final int MIB = 1 << 20;

  private static RingPlan plan(int hertz, int cpus, Duration slack) {
    return RingPlan.of(Event.CPU_CLOCK, new Rate.Frequency(hertz), cpus, slack, 0, PAGE);
  }

  private static RingPlan plan(int hertz, int cpus) {
    return plan(hertz, cpus, Duration.ofSeconds(1));
  }

  @Test
  void givesASmallMachineOneRingOfTheLeastSize() {
    assertThat(plan(99, 2)).isEqualTo(new RingPlan(1, MIB));
    assertThat(plan(99, 15)).isEqualTo(new RingPlan(1, MIB));
  }

  @Test
  void holdsASecondOfSamples() {
    assertThat(plan(4999, 2)).isEqualTo(new RingPlan(1, 8 * MIB));
    assertThat(plan(999, 64)).isEqualTo(new RingPlan(4, 8 * MIB));
  }

  @Test
  void growsWithTheSlackAndShrinksWithTheRate() {
    assertThat(plan(4999, 2, Duration.ofSeconds(4)).bytesPerRing()).isEqualTo(32 * MIB);
    assertThat(plan(4999, 2, Duration.ZERO)).isEqualTo(new RingPlan(1, MIB));
  }

  @Test
  void neverTakesMoreThan64MebibytesUnlessRingsAreMany() {
    for (int cpus = 1; cpus <= 1024; cpus++) {
      RingPlan plan = plan(10_000, cpus);
      assertThat(Integer.bitCount(plan.bytesPerRing())).isEqualTo(1);
      assertThat((long) plan.rings() * plan.bytesPerRing()).isLessThanOrEqualTo(64 * MIB);
      assertThat(plan.bytesPerRing()).isGreaterThanOrEqualTo(64 << 10);
    }
  }

  @Test
  void holdsEightSecondsOfCopies() {
    RingPlan plan =
        RingPlan.perCpu(
            Event.CPU_CLOCK, new Rate.Frequency(99), 2, Duration.ofSeconds(1), 0, PAGE, 32 << 10);

    assertThat(plan).isEqualTo(new RingPlan(2, 32 * MIB));
  }

  @Test
  void fitsCopiesIntoRingsThatAreSmallerThanWanted() {
    assertThat(copyThatFits(49, 8 * MIB)).isEqualTo(256 << 10);
    assertThat(copyThatFits(49, 512 << 10)).isEqualTo(16 << 10);
    assertThat(copyThatFits(99, 512 << 10)).isEqualTo(8 << 10);
    assertThat(copyThatFits(99, 256 << 10)).isEqualTo(4 << 10);
    assertThat(copyThatFits(99, 128 << 10)).isZero();
    assertThat(copyThatFits(1, PAGE)).isZero();
  }

  private static int copyThatFits(int hertz, int bytes) {
    return RingPlan.copyThatFits(Event.CPU_CLOCK, new Rate.Frequency(hertz), bytes);
  }

  @Test
  void countsAPeriodAsARate() {
    RingPlan everyMillisecond =
        RingPlan.of(Event.CPU_CLOCK, new Rate.Period(1_000_000), 8, Duration.ofSeconds(1), 0, PAGE);

    assertThat(everyMillisecond).isEqualTo(plan(1000, 8));
  }

  @Test
  void takesAGivenSizeRoundedToPages() {
    RingPlan tiny =
        RingPlan.of(Event.CPU_CLOCK, new Rate.Frequency(99), 2, Duration.ofSeconds(1), 1, 64 << 10);
    RingPlan odd =
        RingPlan.of(Event.CPU_CLOCK, new Rate.Frequency(99), 2, Duration.ofSeconds(1), 5000, PAGE);

    assertThat(tiny.bytesPerRing()).isEqualTo(64 << 10);
    assertThat(odd.bytesPerRing()).isEqualTo(8192);
  }
}
