package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.symbol.Symbolization.Named;
import dev.brazier.container.symbol.Symbolization.Unnamed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PerfMapTest {
  private final PerfMap map = new PerfMap();
  private final StringBuilder written = new StringBuilder();

  @Test
  void readsNumbersWithAndWithoutPrefixAndNamesWithBlanks() throws IOException {
    append("7f0010 20 LazyCompile:*work /app/a b.js:3\n0x7F0100 0x8 Stub\n");

    assertThat(nameAt(0x7f0010)).isEqualTo("LazyCompile:*work /app/a b.js:3");
    assertThat(map.symbolize(0x7f002f))
        .isEqualTo(new Named("LazyCompile:*work /app/a b.js:3", 0x1f, SymbolSource.PERF_MAP));
    assertThat(nameAt(0x7f0107)).isEqualTo("Stub");
    assertThat(map.symbolize(0x7f0108)).isEqualTo(new Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS));
    assertThat(map.symbolize(0)).isInstanceOf(Unnamed.class);
  }

  @Test
  void keepsATornLastLineOutUntilItIsWhole() throws IOException {
    append("1000 10 whole\n2000 10 to");
    assertThat(map.symbolize(0x2000)).isInstanceOf(Unnamed.class);
    assertThat(map.statistics().tornLines()).isEqualTo(1);

    append("rn\n");
    assertThat(nameAt(0x2000)).isEqualTo("torn");
    assertThat(map.statistics()).isEqualTo(new PerfMap.Statistics(2, 0, 0, 0));
  }

  @Test
  void readsOnlyWhatWasAdded() throws IOException {
    append("1000 10 first\n");
    assertThat(map.update(source())).isFalse();

    append("2000 10 second\n");
    assertThat(nameAt(0x1000)).isEqualTo("first");
    assertThat(nameAt(0x2000)).isEqualTo("second");
    assertThat(map.statistics().entries()).isEqualTo(2);
  }

  @Test
  void startsAgainWhenTheFileIsAnotherOne() throws IOException {
    append("1000 10 first\n2000 10 second\n");
    written.setLength(0);
    append("3000 10 other\n");

    assertThat(map.symbolize(0x1000)).isInstanceOf(Unnamed.class);
    assertThat(nameAt(0x3000)).isEqualTo("other");
  }

  @Test
  void letsTheLaterLineWinWhereTwoOverlap() throws IOException {
    append("1000 100 outer\n1040 10 inner\n10f0 20 behind\n");

    assertThat(nameAt(0x103f)).isEqualTo("outer");
    assertThat(nameAt(0x1040)).isEqualTo("inner");
    assertThat(nameAt(0x1050)).isEqualTo("outer");
    assertThat(nameAt(0x10f0)).isEqualTo("behind");

    append("1000 100 reused\n");
    assertThat(nameAt(0x1040)).isEqualTo("reused");
    assertThat(nameAt(0x1100)).isEqualTo("behind");
  }

  @Test
  void countsLinesOfAnotherShape() throws IOException {
    append("\n1000 10 good\nhello world\n1000\n1000 zz name\n1000 0 empty\n1000 10\n");
    append("ffffffffffffffff 10 wraps\n");

    assertThat(map.statistics()).isEqualTo(new PerfMap.Statistics(1, 0, 6, 0));
    assertThat(nameAt(0x1000)).isEqualTo("good");
  }

  @Test
  void passesOverALineWithoutEnd() throws IOException {
    append("1000 10 before\n2000 10 " + "x".repeat(200_000));
    assertThat(map.statistics().tornLines()).isEqualTo(1);

    append("\n3000 10 after\n");
    assertThat(nameAt(0x1000)).isEqualTo("before");
    assertThat(nameAt(0x3000)).isEqualTo("after");
    assertThat(map.statistics().malformedLines()).isEqualTo(1);
  }

  @Test
  void agreesWithASearchFromTheLastLineBackwards() throws IOException {
    Random random = new Random(20261121);
    int lines = 6000;
    long[] starts = new long[lines];
    long[] sizes = new long[lines];
    for (int i = 0; i < lines; i++) {
      starts[i] = random.nextInt(random.nextInt(10) == 0 ? 1000 : 100_000);
      sizes[i] = 1L + random.nextInt(random.nextInt(20) == 0 ? 5000 : 60);
      written.append("%x %x f%d\n".formatted(starts[i], sizes[i], i));
      if (i % 50 == 0) {
        map.update(source());
        for (int probe = 0; probe < 50; probe++) {
          long address = random.nextInt(101_000);
          int expected = i;
          while (expected >= 0
              && (address < starts[expected] || address >= starts[expected] + sizes[expected])) {
            expected--;
          }
          assertThat(map.symbolize(address))
              .isEqualTo(
                  expected < 0
                      ? new Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS)
                      : new Named(
                          "f" + expected, address - starts[expected], SymbolSource.PERF_MAP));
        }
      }
    }
  }

  @Test
  void survivesGarbage() throws IOException {
    Random random = new Random(7);
    byte[] alphabet = "0123456789abcdefx \n\tname\0".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextInt(50) == 0
                ? (byte) random.nextInt()
                : alphabet[random.nextInt(alphabet.length)];
      }
      PerfMap garbage = new PerfMap();
      garbage.update(ByteSource.of(bytes));
      for (int probe = 0; probe < 20; probe++) {
        garbage.symbolize(random.nextInt(1 << 16));
      }
    }
  }

  private void append(String text) throws IOException {
    written.append(text);
    map.update(source());
  }

  private ByteSource source() {
    return ByteSource.of(written.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String nameAt(long address) {
    Symbolization result = map.symbolize(address);
    assertThat(result).isInstanceOf(Named.class);
    return ((Named) result).name();
  }
}
