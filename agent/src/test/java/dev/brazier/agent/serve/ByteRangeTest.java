package dev.brazier.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.serve.ByteRange.Part;
import dev.brazier.agent.serve.ByteRange.Unsatisfiable;
import dev.brazier.agent.serve.ByteRange.Whole;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {

  private static final int ROUNDS = 20_000;

  @Test
  void readsTheThreeForms() {
    assertThat(ByteRange.of("bytes=2-4", 10)).isEqualTo(new Part(2, 3));
    assertThat(ByteRange.of("bytes=2-", 10)).isEqualTo(new Part(2, 8));
    assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new Part(7, 3));
    assertThat(ByteRange.of("BYTES= 0-0 ", 10)).isEqualTo(new Part(0, 1));
  }

  @Test
  void endsWhereTheContentEnds() {
    assertThat(ByteRange.of("bytes=8-99", 10)).isEqualTo(new Part(8, 2));
    assertThat(ByteRange.of("bytes=-99", 10)).isEqualTo(new Part(0, 10));
    assertThat(ByteRange.of("bytes=1-99999999999999999999999", 10)).isEqualTo(new Part(1, 9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0", "bytes=99999999999999999999-"})
  void cannotGiveWhatDoesNotExist(String header) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=4-2",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=a-b"
      })
  void givesAllForWhatItDoesNotUnderstand(String header) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new Whole());
  }

  @Test
  void givesAllWithoutAHeader() {
    assertThat(ByteRange.of(null, 10)).isEqualTo(new Whole());
  }

  @Test
  void anEmptyFileHasNoParts() {
    assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.of("bytes=-5", 0)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void neverLeavesTheContent() {
    Random random = new Random(5);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder header = new StringBuilder("bytes=");
      for (int i = random.nextInt(24); i > 0; i--) {
        header.append("0123456789-- ,b".charAt(random.nextInt(15)));
      }
      long length = random.nextInt(1000);
      if (ByteRange.of(header.toString(), length) instanceof Part part) {
        assertThat(part.start()).as(header.toString()).isBetween(0L, length - 1);
        assertThat(part.length()).as(header.toString()).isBetween(1L, length - part.start());
      }
    }
  }
}
