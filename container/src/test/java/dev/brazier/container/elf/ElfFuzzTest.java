package dev.brazier.container.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.FileSymbols;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files: nothing may escape but the one checked exception, and nothing may take long. */
final class ElfFuzzTest {
  private static final long SEED = 20261121;
  private static final int ROUNDS_PER_FILE = 4000;
  private static final int MOST_SYMBOL_BYTES = 1 << 20; // for files of 5 KB
  private static final List<String> FILES =
      List.of(
          "tiny.so",
          "tiny-ibt.so",
          "tiny-zlib.so",
          "tiny-mini.so",
          "tiny-stripped.so",
          "tiny-arm64-bti.so");

  @TempDir private Path emptyRoot = Path.of("");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS) // 10 s on an idle machine
  void survivesEveryDamage() throws IOException {
    Random random = new Random(SEED);
    int sound = 0;
    for (String file : FILES) {
      byte[] original = Fixture.bytes(file);
      for (int round = 0; round < ROUNDS_PER_FILE; round++) {
        byte[] damaged = damage(original, random);
        sound += readEverything(damaged) ? 1 : 0;
        DebugFileRoots roots = round % 16 == 0 ? () -> List.of(emptyRoot) : DebugFileRoots.none();
        FileSymbols symbols = FileSymbols.load(ByteSource.of(damaged), "/tiny.so", roots);
        for (long address = 0x2f0; address < 0x4c0; address += 11) {
          symbols.symbolize(address);
          symbols.symbolizeFileOffset(address);
        }
        symbols.symbolize(random.nextLong());
        assertThat(symbols.memory()).isLessThan(MOST_SYMBOL_BYTES);
      }
    }
    // Were all refused at the header, the test would look at nothing else.
    assertThat(sound).isGreaterThan(FILES.size() * ROUNDS_PER_FILE / 10);
  }

  @Test
  void survivesEveryTruncation() throws IOException {
    for (String file : FILES) {
      byte[] original = Fixture.bytes(file);
      for (int length = 0; length < original.length; length += 3) {
        byte[] truncated = Arrays.copyOf(original, length);
        readEverything(truncated);
        FileSymbols.load(ByteSource.of(truncated), "", DebugFileRoots.none()).symbolize(0x363);
      }
    }
  }

  private static boolean readEverything(byte[] bytes) throws IOException {
    try {
      ElfFile elf = ElfFile.read(ByteSource.of(bytes));
      elf.buildId();
      elf.debugLink();
      for (ElfSection section : elf.sections()) {
        elf.contents(section, 1 << 20);
      }
      return true;
    } catch (MalformedElfException e) {
      return false;
    }
  }

  /** Flips bits, writes telling numbers into headers and tables, cuts, or all of it. */
  private static byte[] damage(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int wounds = 1 + random.nextInt(8);
    for (int i = 0; i < wounds; i++) {
      // Half of the wounds hit the ELF header or the section headers at the end of the file.
      int region = random.nextInt(4);
      int at =
          switch (region) {
            case 0 -> 16 + random.nextInt(48);
            case 1 -> bytes.length - 1 - random.nextInt(1024);
            default -> random.nextInt(bytes.length);
          };
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default ->
            Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) -random.nextInt(2));
      }
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
