package dev.brazier.container.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.FileSymbols;
import dev.brazier.container.symbol.Symbolization.Named;
import dev.brazier.container.unwind.ElfImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GoLineTableTest {
  private static final long SEED = 20261122;
  private static final int ROUNDS = 20_000;
  private static final long START = 0x2000;

  @ParameterizedTest
  @EnumSource(TableLayout.class)
  void readsTheTablesOfAllVersions(TableLayout layout) throws Exception {
    String writes = layout == TableLayout.GO_1_2 ? "" : " writes sp"; // it does not tell

    assertThat(functions(program(layout).build(START)))
        .containsExactly(
            "2000+20 main.main 0:0 4:24 1f:0",
            "2020+10 main.(*T).method 0:0 1:300",
            "2030+10 main.after 0:0",
            "2040+40 runtime.asmcgocall 0:-8" + writes);
  }

  /** Since 1.26 it is not in the header; without C code the section tells as well. */
  @Test
  void findsWhereTheCodeStarts() throws Exception {
    byte[] silent = program(TableLayout.GO_1_20).build(0);
    ByteBuffer module = ByteBuffer.allocate(0x250).order(ByteOrder.LITTLE_ENDIAN);
    module.putLong(22 * 8, START);
    ElfImage told = ElfImage.x86().section(".text", 1, 6, 0x1234, new byte[1]);
    told.section(".gopclntab", 1, 2, 0, silent).section(".go.module", 1, 2, 0, module.array());
    ElfImage alone = ElfImage.x86().section(".text", 1, 6, START, new byte[1]);

    assertThat(functions(told.elf()).get(0)).startsWith("2000+20 main.main");
    assertThat(functions(alone.section(".gopclntab", 1, 2, 0, silent).elf()).get(0))
        .startsWith("2000+20 main.main");
    assertThatThrownBy(() -> functions(silent)).hasMessageContaining("where the code starts");
  }

  @ParameterizedTest
  @EnumSource(
      value = TableLayout.class,
      names = {"GO_1_16", "GO_1_18", "GO_1_20"})
  void findsATableThatHasNoSection(TableLayout layout) throws Exception {
    byte[] table = program(layout).build(START);
    byte[] relocated = new byte[table.length + 0x60000]; // behind the first block
    System.arraycopy(table, 0, relocated, 0x5fff8, table.length);
    ElfImage image = ElfImage.x86().section(".data.rel.ro", 1, 2, 0, relocated);
    assertThat(GoLineTable.find(image.elf())).isEmpty(); // no Go program

    ElfFile elf = image.section(".go.buildinfo", 1, 2, 0, new byte[1]).elf();
    assertThat(functions(elf)).hasSize(4);
  }

  @Test
  void namesFunctionsThatNoSymbolNames() {
    byte[] file = elf(program(TableLayout.GO_1_18).build(START)).build();
    try (FileSymbols symbols = FileSymbols.load(ByteSource.of(file), "", DebugFileRoots.none())) {
      assertThat(symbols.symbolize(0x202f))
          .isInstanceOfSatisfying(
              Named.class, named -> assertThat(named.name()).isEqualTo("main.(*T).method"));
      assertThat(symbols.symbolize(0x2080)).isNotInstanceOf(Named.class);
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    byte[] table = program(TableLayout.GO_1_20).build(START);
    byte[] future = table.clone();
    future[0] = 0x77;
    assertThatThrownBy(() -> functions(future)).hasMessageContaining("unknown version of Go");
    byte[] outside = table.clone();
    outside[4 * 8 + 6] = 1; // where the names begin
    assertThatThrownBy(() -> functions(outside)).hasMessageContaining("lies outside");
    byte[] disorder = table.clone();
    disorder[72 + 2 * 256 + 4] = 120; // where the record of the first function is
    assertThatThrownBy(() -> functions(disorder)).hasMessageContaining("not in order");
    assertThat(functionsOf(new byte[3])).isEmpty();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void survivesEveryDamage() throws IOException {
    Random random = new Random(SEED);
    int sound = 0;
    for (int round = 0; round < ROUNDS; round++) {
      TableLayout[] layouts = TableLayout.values();
      byte[] table = program(layouts[round % layouts.length]).build(START);
      for (int i = random.nextInt(8); i >= 0; i--) {
        int near = random.nextBoolean() ? 80 : table.length;
        table[random.nextInt(near)] = (byte) random.nextInt();
      }
      sound += functionsOf(table).size() > 1 ? 1 : 0;
    }
    assertThat(sound).isGreaterThan(ROUNDS / 5);
  }

  private static LineTableBytes program(TableLayout layout) {
    return LineTableBytes.of(layout, START)
        .function(0x2000, "main.main", 0, 0, 4, 24, 27, 0, 1)
        .function(0x2020, "main.(*T).method", 4, 0, 1, 300, 15)
        .function(0x2030, "main.empty", 0)
        .function(0x2030, "main.after", 0, 0, 1)
        .function(0x2040, "runtime.asmcgocall", LineTableBytes.WRITES_STACK_POINTER, -8, 64)
        .end(0x2080);
  }

  private static ElfImage elf(byte[] table) {
    return ElfImage.x86().section(".gopclntab", 1, 2, 0, table);
  }

  private static List<String> functions(byte[] table) throws IOException, MalformedElfException {
    return functions(elf(table).elf());
  }

  /** None where that is said. */
  private static List<String> functionsOf(byte[] table) throws IOException {
    try {
      return functions(table);
    } catch (MalformedElfException e) {
      return List.of();
    }
  }

  private static List<String> functions(ElfFile elf) throws IOException, MalformedElfException {
    GoLineTable table = GoLineTable.find(elf).orElseThrow();
    GoFunctions functions = table.functions();
    StackDeltas deltas = table.stackDeltas();
    ByteBuffer names = table.nameBytes();
    List<String> texts = new ArrayList<>();
    while (functions.next()) {
      StringBuilder text = new StringBuilder();
      text.append("%x+%x ".formatted(functions.address(), functions.size()));
      for (int at = functions.name(); at >= 0 && at < names.limit() && names.get(at) != 0; at++) {
        text.append((char) names.get(at));
      }
      deltas.read(
          functions.stackDeltas(),
          functions.size(),
          (distance, delta) -> text.append(" %x:%d".formatted(distance, delta)));
      texts.add(text + (functions.writesStackPointer() ? " writes sp" : ""));
    }
    return texts;
  }
}
