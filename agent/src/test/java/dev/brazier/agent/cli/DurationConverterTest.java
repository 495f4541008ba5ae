package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "10s, 10000",
    "2m, 120000",
    "1h, 3600000",
    "1.5s, 1500",
    "7, 7000",
    "0.25m, 15000"
  })
  void readsANumberAndItsUnit(String text, long millis) {
    assertThat(converter.convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "10 s", "10x", "1d", "1e3s", "1.s", "9999999999s", "10S"})
  void refusesWhatIsNoDurationAndSaysWhatIs(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no duration: write one such as 500ms, 10s, 2m or 1h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0ms", "0", "0.000s"})
  void refusesNoTimeAtAll(String text) {
    assertThatThrownBy(() -> converter.convert(text)).hasMessageContaining("no time to sample");
  }

  @Test
  void refusesMoreThanAYear() {
    assertThat(converter.convert("8760h")).isEqualTo(Duration.ofDays(365));
    assertThatThrownBy(() -> converter.convert("8761h")).hasMessageContaining("longer than a year");
  }
}
