package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingConfigTest {

  @Test
  void theDefaultsAreTheOnesThatTheHelpTellsOf() {
    RecordingConfig defaults = RecordingConfig.defaults();

    assertThat(defaults.duration()).contains(Duration.ofSeconds(10));
    assertThat(defaults.frequency()).isEqualTo(99);
    assertThat(defaults.period()).isZero();
    assertThat(defaults.event()).isEqualTo(RecordingConfig.Event.CPU_CLOCK);
    assertThat(defaults.kernelFrames()).isTrue();
    assertThat(defaults.userFrames()).isTrue();
    assertThat(defaults.idle()).isFalse();
    assertThat(defaults.threads()).isFalse();
    assertThat(defaults.unwind()).isEqualTo(RecordingConfig.Unwind.AUTO);
    assertThat(defaults.unwindBytes()).isEqualTo(64 << 20);
    assertThat(defaults.wholeMachine()).isTrue();
  }

  @Test
  void aCommandSetsTheEndUnlessADurationFollows() {
    RecordingConfig config = RecordingConfig.defaults().withCommand(List.of("make"));

    assertThat(config.duration()).isEmpty();
    assertThat(config.withDuration(Duration.ofSeconds(1)).duration())
        .contains(Duration.ofSeconds(1));
    assertThat(config.wholeMachine()).isFalse();
  }

  @Test
  void changingACopyLeavesTheOriginal() {
    RecordingConfig original = RecordingConfig.defaults();

    assertThat(original.withIdle(true).idle()).isTrue();
    assertThat(original.idle()).isFalse();
  }

  @Test
  void refusesWhatMakesNoSense() {
    RecordingConfig config = RecordingConfig.defaults();

    assertThatIllegalArgumentException().isThrownBy(() -> config.withDuration(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withFrequency(0));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withPeriod(0));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withUnwindBytes((1 << 20) - 1));
    assertThatIllegalArgumentException().isThrownBy(() -> config.withUnwindBytes((1 << 30) + 1));
  }
}
