package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SizeConverterTest {

  private final SizeConverter converter = new SizeConverter();

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "512K, 524288",
    "16M, 16777216",
    "16m, 16777216",
    "16MiB, 16777216",
    "64MB, 67108864",
    "1G, 1073741824"
  })
  void readsANumberAndItsUnit(String text, long bytes) {
    assertThat(converter.convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1M", "16 M", "16T", "1.5M", "1e6", "9999999999999"})
  void refusesWhatIsNoSizeAndSaysWhatIs(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no size: write one such as 16M or 1G");
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999999G", "999999999999M"})
  void staysPositiveHoweverLarge(String text) {
    assertThat(converter.convert(text)).isGreaterThan(1L << 40);
  }
}
