package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.LineTableBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged sections: nothing may escape, every table keeps its promises, and nothing takes long. A
 * million of them: {@code -Dunwind.fuzz.rounds=1000000}.
 */
final class UnwindFuzzTest {
  private static final long SEED = 20261122;
  private static final int ROUNDS = Integer.getInteger("unwind.fuzz.rounds", 20_000);
  private static final int ROUNDS_OF_FILES = 8_000;
  private static final long MOST_MEMORY = 4 << 20; // for sections of a few hundred bytes

  private final Random random = new Random(SEED);

  /** A file, and where the section to damage lies in it. */
  private static final class Seed {
    final byte[] file;
    final int offset;
    final int length;

    Seed(byte[] file, int offset, int length) {
      this.file = file;
      this.offset = offset;
      this.length = length;
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS) // 20,000 rounds take seconds, a million minutes
  void survivesEveryDamage() throws Exception {
    List<Seed> seeds = seeds();
    int sound = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Seed seed = seeds.get(random.nextInt(seeds.size()));
      byte[] damaged = seed.file.clone();
      damage(damaged, seed.offset, seed.length);
      UnwindTable table = compile(damaged);
      check(table, round);
      sound += table.rows() > 2 ? 1 : 0;
    }
    // Were all refused at their first entry, the test would look at nothing else.
    assertThat(sound).isGreaterThan(ROUNDS / 4);
  }

  /** Headers, tables of contents, symbols and code, too. */
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void survivesDamageOfTheWholeFile() throws Exception {
    List<Seed> seeds = seeds();
    int sound = 0;
    for (int round = 0; round < ROUNDS_OF_FILES; round++) {
      byte[] damaged = seeds.get(random.nextInt(seeds.size())).file.clone();
      // Half of it in the headers: the rest of a file is mostly code.
      boolean headers = random.nextBoolean();
      int end = ElfImage.HEADERS;
      damage(damaged, headers ? 16 : damaged.length - 1024, headers ? end - 16 : 1024);
      try {
        check(UnwindCompiler.compile(ElfFile.read(ByteSource.of(damaged))), round);
        sound++;
      } catch (MalformedElfException e) {
        // the one thing that may be said of such a file
      }
    }
    assertThat(sound).isGreaterThan(ROUNDS_OF_FILES / 10);
  }

  /** An entry that the rest of the section refers to over and over costs its length only once. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void boundsTheWorkOfALargeSection() throws Exception {
    FrameBytes frames = FrameBytes.ehFrame();
    int[] nops = new int[1 << 20];
    frames.cieOf("zR", 1, -8, 16, nops);
    for (int i = 0; i < 100_000; i++) {
      frames.fde(0x2000 + i % 0x3000, 0x1000, 0x41, 0x0e, i & 0x7f, 0x41, 0x0a);
    }
    UnwindTable table = Compiled.of(ElfImage.x86().section(".eh_frame", frames));
    check(table, 0);
    assertThat(table.fdes()).isEqualTo(100_000);
    assertThat(table.rows()).isLessThan(0x8000); // no more than there are bytes of code

    byte[] zeros = new byte[16 << 20];
    assertThat(Compiled.of(ElfImage.x86().section(".eh_frame", 1, 0, 0, zeros)).rows()).isZero();
  }

  /** A file whose section headers are damaged may be refused as a whole. */
  private static UnwindTable compile(byte[] file) throws IOException {
    try {
      return UnwindCompiler.compile(ElfFile.read(ByteSource.of(file)));
    } catch (MalformedElfException e) {
      return UnwindTable.empty();
    }
  }

  private static void check(UnwindTable table, int round) {
    String what = "round " + round;
    int last = table.rows() - 1;
    for (int row = 1; row <= last; row++) {
      assertTrue(table.offset(row) > table.offset(row - 1), what);
      assertTrue(table.rule(row) != table.rule(row - 1), what);
    }
    for (int row = 0; row <= last; row++) {
      assertTrue(table.rule(row) < table.rules().size(), what);
    }
    if (last >= 0) {
      assertTrue(last >= 1, what);
      assertTrue(table.rules().get(table.rule(last)).equals(UnwindRule.NO_CFI), what);
    }
    assertTrue(table.memory() < MOST_MEMORY, what);
    assertTrue(table.faults().size() <= 64, what);
  }

  /** Without building a text for each of millions of questions. */
  private static void assertTrue(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** Flips bits, writes telling numbers, moves pieces, or all of it. */
  private void damage(byte[] file, int offset, int length) {
    int wounds = 1 + random.nextInt(12);
    for (int i = 0; i < wounds; i++) {
      int at = offset + random.nextInt(length);
      int size = Math.min(1 + random.nextInt(8), offset + length - at);
      switch (random.nextInt(6)) {
        case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> file[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(file, at, at + size, (byte) -random.nextInt(2));
        case 3 -> Arrays.fill(file, at, at + size, (byte) 0x80); // numbers without an end
        case 4 -> file[at] = (byte) random.nextInt(0x30); // likely an instruction
        default ->
            System.arraycopy(file, offset + random.nextInt(length - size + 1), file, at, size);
      }
    }
  }

  private static List<Seed> seeds() throws IOException {
    List<Seed> seeds = new ArrayList<>();
    FrameBytes loaded = FrameBytes.ehFrame();
    FrameBytes debug = FrameBytes.debugFrame();
    for (FrameBytes frames : List.of(loaded, debug)) {
      frames.cie();
      frames.fde(0x2000, 0x80, 0x41, 0x0e, 16, 0x86, 2, 0x43, 0x0d, 6, 0x0a, 0x44, 0xc6, 0x0b);
      frames.fde(
          0x2080, 0x40, 0x0f, 11, 0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22);
      frames.fde(0x2100, 0x100, 0x02, 5, 0x0c, 6, 16, 0x03, 3, 0, 0x10, 6, 2, 0x76, 0x70, 0x2e, 8);
      frames.fde(0x2300, 0x80, 0x09, 16, 5, 0x44, 0x07, 16, 0x41, 0x14, 7, 3, 0x16, 6, 1, 0x50);
      frames.cieOf("zRS", 1, -8, 16, FrameBytes.X86_64_INITIAL).fde(0x2500, 9);
    }
    int begin = ElfImage.firstSection();
    seeds.add(seed(ElfImage.x86().section(".eh_frame", loaded).build(), begin, loaded.size()));
    seeds.add(seed(ElfImage.x86().section(".debug_frame", debug).build(), begin, debug.size()));
    int symbols = begin + debug.size();
    byte[] go = goProgram(debug).build();
    seeds.add(seed(go, symbols, go.length - symbols));
    for (String name : List.of("frames.so", "frames-arm64.so")) {
      byte[] file = CompiledFixtureTest.bytes(name);
      seeds.add(fixture(file));
    }
    return seeds;
  }

  private static ElfImage goProgram(FrameBytes debug) {
    byte[] table =
        LineTableBytes.newest(0x2000)
            .function(0x2000, "main.main", 0, 0, 4, 24, 28)
            .function(0x2020, "runtime.goexit", 0, 0, 16)
            .function(0x2030, "runtime.nanotime1", LineTableBytes.WRITES_STACK_POINTER, 0, 1, 8, 7)
            .end(0x2080)
            .build(0x2000);
    return ElfImage.x86()
        .section(".debug_frame", debug)
        .section(".plt", 1, 6, 0x2200, new byte[64])
        .section(".gopclntab", 1, 0, 0, table);
  }

  private static Seed seed(byte[] file, int offset, int length) {
    return new Seed(file, offset, length);
  }

  private static Seed fixture(byte[] file) {
    return ElfImage.elf(file)
        .section(".eh_frame")
        .map(s -> seed(file, (int) s.offset(), (int) s.size()))
        .orElseThrow();
  }
}
