package dev.brazier.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputTargetTest {

  @ParameterizedTest
  @CsvSource({
    "a.svg, SVG",
    "A.SVG, SVG",
    "a.heatmap.svg, HEAT_MAP",
    "A.HeatMap.SVG, HEAT_MAP",
    "heatmap.svg, SVG",
    "/tmp/x.y/a.collapsed, COLLAPSED",
    "a.folded, COLLAPSED",
    "a.txt, COLLAPSED",
    "a.pb.gz, PPROF",
    "a.pprof, PPROF",
    "a.speedscope.json, SPEEDSCOPE",
    "a.firefox.json, FIREFOX",
    "a.firefox.json.gz, FIREFOX_GZIP",
    "a.MD, MARKDOWN"
  })
  void theEndingNamesTheFormat(String argument, OutputFormat format) {
    assertThat(OutputTarget.parse(argument)).isEqualTo(new OutputTarget(Path.of(argument), format));
  }

  @Test
  void aDashIsCollapsedStacksOnStandardOutput() {
    assertThat(OutputTarget.parse("-")).isEqualTo(new OutputTarget(null, OutputFormat.COLLAPSED));
    assertThat(OutputTarget.parse("-")).hasToString("standard output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.png", "svg", "a.svg/", "a.svg.gz", "a.json", "a.pb", "."})
  void refusesAnEndingItDoesNotKnowAndNamesThoseItDoes(String argument) {
    assertThatThrownBy(() -> OutputTarget.parse(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + argument + "'")
        .hasMessageContaining(".svg, .heatmap.svg, .collapsed");
  }

  @Test
  void refusesAnEmptyName() {
    assertThatThrownBy(() -> OutputTarget.parse("")).hasMessageContaining("empty");
  }

  @Test
  void theDefaultIsADatedSvgInTheCurrentFolder() {
    assertThat(OutputTarget.datedSvg(LocalDateTime.of(2026, 11, 21, 10, 15, 30)))
        .isEqualTo(new OutputTarget(Path.of("brazier-2026-11-21-101530.svg"), OutputFormat.SVG));
  }
}
