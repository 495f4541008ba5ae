package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void groupsDigitsByThrees() {
    assertThat(Figures.grouped(0)).isEqualTo("0");
    assertThat(Figures.grouped(999)).isEqualTo("999");
    assertThat(Figures.grouped(1_000)).isEqualTo("1,000");
    assertThat(Figures.grouped(-123_456)).isEqualTo("-123,456");
    assertThat(Figures.grouped(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
  }

  @Test
  void roundsToTenths() {
    assertThat(Figures.tenths(12.34)).isEqualTo("12.3");
    assertThat(Figures.tenths(12.96)).isEqualTo("13");
    assertThat(Figures.tenths(0.05)).isEqualTo("0.1");
    assertThat(Figures.tenths(-0.3)).isEqualTo("-0.3");
    assertThat(Figures.tenths(-7.25)).isEqualTo("-7.2");
  }

  @Test
  void writesSharesAsPercentages() {
    assertThat(Figures.percent(0)).isEqualTo("0");
    assertThat(Figures.percent(0.0001)).isEqualTo("0.01");
    assertThat(Figures.percent(0.123456)).isEqualTo("12.3456");
    assertThat(Figures.percent(1)).isEqualTo("100");
    assertThat(Figures.percent(0.105)).isEqualTo("10.5");
  }
}
