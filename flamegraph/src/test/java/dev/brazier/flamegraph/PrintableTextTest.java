package dev.brazier.flamegraph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void leavesTextThatCanBeSeenAsItIs() {
    String text = "std::vector<int>\u00e4 \u05d0\u05d1 \u6f22\u5b57 \ud83d\udd25\u200d\ud83d\udd25";

    assertThat(PrintableText.of(text)).isEqualTo(text);
  }

  @Test
  void spellsControlsAndDirectionMarksOut() {
    assertThat(PrintableText.of("a\u0000b\u001b[31m\n\t\u007f\u0085"))
        .isEqualTo("a\\x00b\\x1b[31m\\x0a\\x09\\x7f\\x85");
    assertThat(PrintableText.of("a\u202eb\u2066\u200e\u061c\u2028"))
        .isEqualTo("a\\u202eb\\u2066\\u200e\\u061c\\u2028");
  }

  @Test
  void spellsWhatIsNoCharacterOut() {
    assertThat(PrintableText.of("a\ud800b\udc00\ufffe\uffff\udbff\udffe"))
        .isEqualTo("a\\ud800b\\udc00\\ufffe\\uffff\\u10fffe");
  }
}
