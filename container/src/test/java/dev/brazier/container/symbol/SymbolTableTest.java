package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.Fixture;
import dev.brazier.container.symbol.Symbolization.Named;
import dev.brazier.container.symbol.Symbolization.Unnamed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Symbols made up by hand in the 0x66 bytes of code at 0x360 of a real file. */
final class SymbolTableTest {
  private static final long CODE = 0x360;
  private static final int EXPORTED_FUNCTION =
      SymbolTableBuilder.FUNCTION | SymbolTableBuilder.EXPORTED | SymbolTableBuilder.GLOBAL;
  private static final int LOCAL_FUNCTION = SymbolTableBuilder.FUNCTION;
  private static final int LABEL = 0;

  private final List<Symbol> symbols = new ArrayList<>();

  private record Symbol(long start, long size, String name, int rank) {}

  @Test
  void prefersFunctionsThenSizesThenExportsThenNames() throws Exception {
    add(0x360, 8, "label", LABEL | SymbolTableBuilder.EXPORTED);
    add(0x360, 8, "function", LOCAL_FUNCTION);
    add(0x370, 0, "unsized", EXPORTED_FUNCTION);
    add(0x370, 8, "sized", LOCAL_FUNCTION);
    add(0x380, 8, "much_longer_local", LOCAL_FUNCTION);
    add(0x380, 8, "exported", EXPORTED_FUNCTION);
    add(0x390, 8, "__libc_malloc", EXPORTED_FUNCTION);
    add(0x390, 8, "malloc", LOCAL_FUNCTION | SymbolTableBuilder.EXPORTED);
    add(0x3a0, 8, "_ZN1AC2Ev", EXPORTED_FUNCTION);
    add(0x3a0, 8, "_ZN1AC1Ev", EXPORTED_FUNCTION);

    SymbolTable table = build();

    assertThat(nameAt(table, 0x360)).isEqualTo("function");
    assertThat(nameAt(table, 0x370)).isEqualTo("sized");
    assertThat(nameAt(table, 0x380)).isEqualTo("exported");
    assertThat(nameAt(table, 0x390)).isEqualTo("malloc");
    assertThat(nameAt(table, 0x3a0)).isEqualTo("_ZN1AC1Ev");
    assertThat(table.size()).isEqualTo(5);
  }

  @Test
  void extendsASymbolWithoutSizeToTheNextOrTheEndOfItsSection() throws Exception {
    add(0x360, 0, "first", LOCAL_FUNCTION);
    add(0x370, 0, "second", LABEL);

    SymbolTable table = build();

    assertThat(nameAt(table, 0x36f)).isEqualTo("first");
    assertThat(nameAt(table, 0x3c5)).isEqualTo("second");
    assertThat(table.symbolize(0x3c6)).isInstanceOf(Unnamed.class);
  }

  @Test
  void givesAnInnerSymbolItsRangeAndTheRestToTheOuterOne() throws Exception {
    add(0x360, 0x40, "outer", EXPORTED_FUNCTION);
    add(0x370, 0x10, "inner", LOCAL_FUNCTION);
    add(0x374, 0, "label", LABEL);

    SymbolTable table = build();

    assertThat(nameAt(table, 0x36f)).isEqualTo("outer");
    assertThat(nameAt(table, 0x374)).isEqualTo("inner");
    assertThat(table.symbolize(0x381)).isEqualTo(new Named("outer", 0x21, SymbolSource.SYMTAB));
    assertThat(table.symbolize(0x3a0)).isInstanceOf(Unnamed.class);
  }

  @Test
  void cutsTheVersionOffAName() throws Exception {
    add(0x360, 8, "memcpy@@GLIBC_2.14", EXPORTED_FUNCTION);

    assertThat(nameAt(build(), 0x360)).isEqualTo("memcpy");
  }

  @Test
  void alwaysNamesASymbolThatHoldsTheAddressAndTheOneThatStartsThere() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 1000; round++) {
      symbols.clear();
      for (int i = random.nextInt(20); i >= 0; i--) {
        long start = CODE + random.nextInt(0x66);
        add(start, 1 + random.nextInt(0x80), "f" + i, LOCAL_FUNCTION);
      }
      SymbolTable table = build();
      for (long address = CODE; address < CODE + 0x66; address++) {
        assertAgrees(table.symbolize(address), address);
      }
    }
  }

  private void assertAgrees(Symbolization result, long address) {
    List<Symbol> holding =
        symbols.stream().filter(s -> s.start <= address && address - s.start < s.size).toList();
    if (result instanceof Named named) {
      long start = address - named.offsetInSymbol();
      assertThat(holding).anyMatch(s -> s.name.equals(named.name()) && s.start == start);
      assertThat(symbols)
          .filteredOn(s -> s.start == address)
          .allMatch(s -> named.offsetInSymbol() == 0);
    } else {
      // A symbol of the same address may have won with a smaller size.
      assertThat(holding)
          .allMatch(s -> symbols.stream().filter(o -> o.start == s.start).count() > 1);
    }
  }

  private void add(long start, long size, String name, int rank) {
    symbols.add(new Symbol(start, size, name, rank));
  }

  private SymbolTable build() throws Exception {
    ElfFile elf = Fixture.elf("tiny.so");
    StringBuilder text = new StringBuilder("\0");
    List<Integer> offsets = new ArrayList<>();
    for (Symbol symbol : symbols) {
      offsets.add(text.length());
      text.append(symbol.name).append('\0');
    }
    SymbolNames names = new SymbolNames();
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    names.append(StringTable.versioned(elf, bytes), SymbolSource.SYMTAB);
    SymbolTableBuilder builder = new SymbolTableBuilder(CodeRanges.of(elf), names);
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      builder.add(symbol.start, symbol.size, offsets.get(i), symbol.rank);
    }
    return builder.build();
  }

  private static String nameAt(SymbolTable table, long address) {
    Symbolization result = table.symbolize(address);
    assertThat(result).isInstanceOf(Named.class);
    return ((Named) result).name();
  }
}
