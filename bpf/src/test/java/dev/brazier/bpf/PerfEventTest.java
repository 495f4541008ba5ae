package dev.brazier.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class PerfEventTest {

  private static ByteBuffer attribute(Event event, Rate rate) {
    ByteBuffer attribute = ByteBuffer.allocate(PerfEvent.ATTRIBUTE_BYTES);
    PerfEvent.writeAttribute(attribute, event, rate);
    return attribute.order(ByteOrder.nativeOrder());
  }

  @Test
  void laysOutAFrequency() {
    ByteBuffer attribute = attribute(Event.CPU_CLOCK, new Rate.Frequency(99));

    assertThat(attribute.getInt(0)).isEqualTo(1);
    assertThat(attribute.getInt(4)).isEqualTo(112);
    assertThat(attribute.getLong(8)).isZero();
    assertThat(attribute.getLong(16)).isEqualTo(99);
    assertThat(attribute.getLong(40)).as("disabled, freq").isEqualTo(1 | 1 << 10);
  }

  @Test
  void laysOutAPeriod() {
    ByteBuffer attribute = attribute(Event.CYCLES, new Rate.Period(1_000_000));

    assertThat(attribute.getInt(0)).isZero();
    assertThat(attribute.getLong(16)).isEqualTo(1_000_000);
    assertThat(attribute.getLong(40)).as("disabled").isEqualTo(1);
  }

  @Test
  void knowsTheSystemCallOfEachArchitecture() {
    assertThat(Machine.of("amd64").perfEventOpen).isEqualTo(298);
    assertThat(Machine.of("aarch64").perfEventOpen).isEqualTo(241);
    assertThatThrownBy(() -> Machine.of("s390x"))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("s390x");
  }

  @Test
  void refusesRatesThatAreNotPositive() {
    assertThatThrownBy(() -> new Rate.Frequency(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rate.Period(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
