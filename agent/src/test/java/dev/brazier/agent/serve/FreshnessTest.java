package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FreshnessTest {

  private static final Version VERSION =
      new Version("\"a-1\"", Instant.parse("2026-11-02T10:00:00.750Z"));
  private static final String SAME = "Mon, 02 Nov 2026 10:00:00 GMT";
  private static final String BEFORE = "Mon, 02 Nov 2026 09:59:59 GMT";

  @Test
  void writesDatesAsHttpDoes() {
    assertThat(Freshness.date(VERSION.modified())).isEqualTo(SAME);
  }

  @Test
  void knowsItsTagAmongOthers() {
    assertThat(Freshness.isCurrent(VERSION, "\"b\", W/\"a-1\"", null)).isTrue();
    assertThat(Freshness.isCurrent(VERSION, "*", null)).isTrue();
    assertThat(Freshness.isCurrent(VERSION, "\"b\"", null)).isFalse();
  }

  @Test
  void asksForTheDateOnlyWithoutATag() {
    assertThat(Freshness.isCurrent(VERSION, null, SAME)).isTrue();
    assertThat(Freshness.isCurrent(VERSION, null, BEFORE)).isFalse();
    assertThat(Freshness.isCurrent(VERSION, "\"b\"", SAME)).isFalse();
    assertThat(Freshness.isCurrent(VERSION, null, "yesterday")).isFalse();
    assertThat(Freshness.isCurrent(VERSION, null, null)).isFalse();
  }

  @Test
  void partsFitOnlyTheSameVersion() {
    assertThat(Freshness.allowsPart(VERSION, null)).isTrue();
    assertThat(Freshness.allowsPart(VERSION, "\"a-1\"")).isTrue();
    assertThat(Freshness.allowsPart(VERSION, SAME)).isTrue();
    assertThat(Freshness.allowsPart(VERSION, "W/\"a-1\"")).isFalse();
    assertThat(Freshness.allowsPart(VERSION, BEFORE)).isFalse();
  }
}
