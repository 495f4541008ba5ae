package dev.brazier.container.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuTimesTest {

  private static final CpuTimes EARLIER = new CpuTimes(1_000, 40);

  @Test
  void theTimesOfGuestsAreNotCountedTwice() throws Exception {
    CpuTimes times =
        CpuTimes.parse(
            """
            cpu  10 20 30 400 5 6 7 80 10 20
            cpu0 10 20 30 400 5 6 7 80 10 20
            intr 5
            """);

    assertThat(times).isEqualTo(new CpuTimes(558, 80));
  }

  @Test
  void whatWasStolenIsTheDifference() {
    CpuTimes later = new CpuTimes(1_400, 90);

    assertThat(later.stolenSince(EARLIER)).isEqualTo(Duration.ofMillis(500));
    assertThat(later.stolenShareSince(EARLIER)).isEqualTo(0.125);
  }

  @Test
  void withoutTimeNothingIsStolenNorWhenAMachineWasMoved() {
    assertThat(EARLIER.stolenShareSince(EARLIER)).isZero();
    assertThat(new CpuTimes(1_100, 3).stolenShareSince(EARLIER)).isZero();
    assertThat(new CpuTimes(1_100, 3).stolenSince(EARLIER)).isZero();
    assertThat(new CpuTimes(3, 3).stolenShareSince(EARLIER)).isZero();
  }

  @Test
  void theMachineOfTheTestHasTimes() {
    CpuTimes now = ProcRoot.host().cpuTimes().found().orElseThrow();

    assertThat(now.all()).isPositive();
    assertThat(now.stolen()).isBetween(0L, now.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cpu0 1 2 3 4 5 6 7 8", "cpu 1 2 3 4 5 6 7", "cpu 1 2 3 4 5 6 7 x"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> CpuTimes.parse(text)).isInstanceOf(ProcFormatException.class);
  }
}
