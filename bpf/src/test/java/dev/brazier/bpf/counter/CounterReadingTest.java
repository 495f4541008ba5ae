package dev.brazier.bpf.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class CounterReadingTest {

  private static CounterReading parse(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
    return CounterReading.parse(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void readsWhatTheKernelGivesForPageFaults() {
    // read(2) of 'perf stat -e page-faults,task-clock -- true', by strace on Linux 6.18, x86-64.
    CounterReading reading =
        parse("31 00 00 00 00 00 00 00 78 3c 0c 00 00 00 00 00 78 3c 0c 00 00 00 00 00");

    assertThat(reading).isEqualTo(new CounterReading(49, 801_912, 801_912));
    assertThat(reading.scaled()).isEqualTo(49);
    assertThat(reading.share()).isEqualTo(1);
    assertThat(reading.starved()).isFalse();
  }

  @Test
  void readsWhatTheKernelGivesForAClock() {
    CounterReading reading =
        parse("78 3c 0c 00 00 00 00 00 78 3c 0c 00 00 00 00 00 78 3c 0c 00 00 00 00 00");

    assertThat(reading).isEqualTo(new CounterReading(801_912, 801_912, 801_912));
  }

  @Test
  void extendsACountToTheTimeThatItHadNoRegister() {
    CounterReading reading = new CounterReading(300, 4_000, 1_000);

    assertThat(reading.scaled()).isEqualTo(1_200);
    assertThat(reading.share()).isEqualTo(0.25);
  }

  @Test
  void keepsLargeCountsWithinRounding() {
    CounterReading reading = new CounterReading(1L << 60, 3_600_000_000_000L, 3_599_999_999_999L);

    assertThat((double) reading.scaled()).isCloseTo(1L << 60, within(1e7));
  }

  @Test
  void knowsNothingOfAnEventThatNeverHadARegister() {
    CounterReading reading = new CounterReading(0, 1_000_000, 0);

    assertThat(reading.starved()).isTrue();
    assertThat(reading.share()).isZero();
  }

  @Test
  void isNotStarvedWhileItsTaskNeverRan() {
    CounterReading reading = new CounterReading(0, 0, 0);

    assertThat(reading.starved()).isFalse();
    assertThat(reading.share()).isEqualTo(1);
    assertThat(reading.scaled()).isZero();
  }

  @Test
  void takesAnEarlierReadingAway() {
    CounterReading earlier = new CounterReading(100, 2_000, 1_000);
    CounterReading later = new CounterReading(500, 6_000, 2_000);

    CounterReading between = later.minus(earlier);

    assertThat(between).isEqualTo(new CounterReading(400, 4_000, 1_000));
    assertThat(between.scaled()).isEqualTo(1_600);
  }
}
