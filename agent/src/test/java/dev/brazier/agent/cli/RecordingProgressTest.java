package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordingProgressTest {

  private static final Optional<Duration> TEN_SECONDS = Optional.of(Duration.ofSeconds(10));

  @Test
  void showsElapsedTimeSamplesAndLosses() {
    FakeConsole console = new FakeConsole("", 80);

    try (RecordingProgress progress = new RecordingProgress(console.console(), TEN_SECONDS)) {
      progress.show(Duration.ofSeconds(4), 792, 3);
    }

    assertThat(console.err()).contains("40%", "4/10s", "792 samples, 3 lost");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void saysNothingOfLossesWhenThereAreNone() {
    FakeConsole console = new FakeConsole("", 80);

    try (RecordingProgress progress = new RecordingProgress(console.console(), TEN_SECONDS)) {
      progress.show(Duration.ofSeconds(4), 792, 0);
    }

    assertThat(console.err()).contains("792 samples").doesNotContain("lost");
  }

  @Test
  void leavesAnEmptyLineBehind() {
    FakeConsole console = new FakeConsole("", 60);

    try (RecordingProgress progress = new RecordingProgress(console.console(), Optional.empty())) {
      progress.show(Duration.ofSeconds(4), 792, 0);
    }

    String[] drawn = console.err().split("\r", -1);
    assertThat(drawn[drawn.length - 1]).isBlank();
    assertThat(drawn).allMatch(line -> line.strip().length() < 60);
  }

  @Test
  void isSilentWithoutATerminal() {
    FakeConsole console = new FakeConsole("", 0);

    try (RecordingProgress progress = new RecordingProgress(console.console(), TEN_SECONDS)) {
      progress.show(Duration.ofSeconds(4), 792, 3);
    }

    assertThat(console.err()).isEmpty();
  }
}
