package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.Fixture;
import dev.brazier.container.symbol.Symbolization.Unnamed;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SymbolCacheTest {
  private long now;
  private int opened;
  private final SymbolCache cache = new SymbolCache(1 << 20, () -> now);

  @AfterEach
  void closeTheCache() {
    cache.close();
    assertThat(cache.statistics().bytes()).isZero();
  }

  @Test
  void readsAFileOnce() {
    FileSymbols first = cache.symbolsOf(file(1, "tiny.so"));

    assertThat(cache.symbolsOf(file(1, "tiny.so"))).isSameAs(first);
    assertThat(opened).isEqualTo(1);
    assertThat(cache.statistics()).isEqualTo(new SymbolCache.Statistics(1, 1, 0, 0, bytes()));
  }

  @Test
  void sharesTheSymbolsOfCopies() {
    FileSymbols first = cache.symbolsOf(file(1, "tiny.so"));

    assertThat(cache.symbolsOf(file(2, "tiny.so"))).isSameAs(first);
    assertThat(cache.statistics().shared()).isEqualTo(1);
  }

  @Test
  void keepsAStrippedCopyApartFromTheFullOne() {
    FileSymbols stripped = cache.symbolsOf(file(1, "tiny-stripped.so"));
    FileSymbols full = cache.symbolsOf(file(2, "tiny.so"));

    assertThat(stripped.symbolize(0x363)).isInstanceOf(Unnamed.class);
    assertThat(full.symbolize(0x363)).isInstanceOf(Symbolization.Named.class);
  }

  @Test
  void neverReadsABadFileAgain() {
    cache.symbolsOf(file(1, "tiny.c"));
    now += 100_000_000_000L;

    assertThat(cache.symbolsOf(file(1, "tiny.c")).symbolize(0))
        .isEqualTo(new Unnamed(UnnamedReason.NOT_ELF));
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void triesAFileAgainThatCouldNotBeOpened() {
    assertThat(cache.symbolsOf(file(1, "gone")).symbolize(0))
        .isEqualTo(new Unnamed(UnnamedReason.FILE_REPLACED));
    assertThat(cache.symbolsOf(file(1, "tiny.so")).size()).isZero();
    now += 1_000_000_000L;

    assertThat(cache.symbolsOf(file(1, "tiny.so")).size()).isPositive();
  }

  @Test
  void givesUpTheTableNotUsedForLongest() {
    FileSymbols first = cache.symbolsOf(file(1, "tiny.so"));
    long room = cache.statistics().bytes() * 5 / 2;
    try (SymbolCache small = new SymbolCache(room)) {
      small.symbolsOf(file(1, "tiny.so"));
      small.symbolsOf(file(2, "tiny-ibt.so"));
      small.symbolsOf(file(1, "tiny.so"));
      small.symbolsOf(file(3, "tiny-arm64.so"));
      assertThat(small.statistics().evictions()).isEqualTo(1);
      assertThat(small.statistics().bytes()).isLessThanOrEqualTo(room);

      int before = opened;
      small.symbolsOf(file(1, "tiny.so"));
      assertThat(opened).isEqualTo(before);
      small.symbolsOf(file(2, "tiny-ibt.so"));
      assertThat(opened).isEqualTo(before + 1);
    }
    assertThat(first.size()).isPositive();
  }

  private long bytes() {
    return cache.statistics().bytes();
  }

  private TargetFile file(long inode, String fixture) {
    return new TargetFile() {
      @Override
      public FileKey key() {
        return new FileKey(1, inode, 100, Instant.EPOCH);
      }

      @Override
      public ByteSource open() throws IOException {
        opened++;
        if (fixture.equals("gone")) {
          throw new FileUnavailableException(UnnamedReason.FILE_REPLACED, "it is another file");
        }
        return ByteSource.of(Fixture.bytes(fixture));
      }

      @Override
      public String path() {
        return "/opt/" + fixture;
      }

      @Override
      public DebugFileRoots debugRoots() {
        return DebugFileRoots.none();
      }
    };
  }
}
