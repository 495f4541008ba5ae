package dev.brazier.container.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.Fixture;
import dev.brazier.container.symbol.Symbolization.Named;
import dev.brazier.container.symbol.Symbolization.Unnamed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSymbolsTest {
  @TempDir private Path root = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny-ibt", "tiny-arm64", "tiny-arm64-bti"})
  void namesEveryFunctionAsReadelfDoes(String name) {
    List<Fixture.Symbol> expected = Fixture.symbols(name + ".symbols");
    FileSymbols symbols = load(name + ".so");

    assertThat(symbols.faults()).isEmpty();
    for (Fixture.Symbol symbol : expected) {
      Named named = named(symbols, symbol.address());
      assertThat(expected)
          .filteredOn(s -> s.address() == symbol.address())
          .extracting(Fixture.Symbol::name)
          .contains(named.name());
      assertThat(named.offsetInSymbol()).isZero();
      assertThat(named.source()).isEqualTo(SymbolSource.SYMTAB);
    }
  }

  @Test
  void choosesTheAliasThatMeansMost() {
    FileSymbols symbols = load("tiny.so");

    assertThat(named(symbols, 0x378).name()).isEqualTo("work_alias"); // not __work_internal
    assertThat(named(symbols, 0x398).name()).isEqualTo("chosen"); // exported, unlike choose
  }

  @Test
  void tellsHowFarInsideTheSymbolAnAddressIs() {
    FileSymbols symbols = load("tiny.so");

    assertThat(named(symbols, 0x377)).isEqualTo(new Named("hidden_step", 16, SymbolSource.SYMTAB));
    assertThat(named(symbols, 0x361).name()).isEqualTo("untyped_entry");
    assertThat(named(symbols, 0x362).name()).isEqualTo("untyped_next");
    assertThat(symbols.symbolize(0x3c6)).isEqualTo(new Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS));
    assertThat(symbols.symbolize(-1)).isEqualTo(new Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS));
  }

  @Test
  void namesTheStubsOfTheLinkageTable() {
    assertThat(stubAt("tiny.so", 0x340)).isEqualTo("chosen@plt");
    assertThat(stubAt("tiny.so", 0x34f)).isEqualTo("chosen@plt");
    assertThat(stubAt("tiny.so", 0x350)).isEqualTo("imported_too@plt"); // in .plt.got
    assertThat(stubAt("tiny.so", 0x358)).isEqualTo("imported@plt");
    assertThat(stubAt("tiny-ibt.so", 0x3d0)).isEqualTo("chosen@plt"); // its lazy half
    assertThat(stubAt("tiny-ibt.so", 0x400)).isEqualTo("chosen@plt"); // in .plt.sec
    assertThat(stubAt("tiny-arm64.so", 0x3f0)).isEqualTo("imported_too@plt");
    assertThat(stubAt("tiny-arm64.so", 0x41c)).isEqualTo("chosen@plt");
    assertThat(stubAt("tiny-arm64-bti.so", 0x490)).isEqualTo("imported@plt");
    assertThat(load("tiny.so").symbolize(0x330)).isInstanceOf(Unnamed.class);
  }

  @Test
  void fillsTheGapsOfTheDynamicTableFromMiniDebugInfo() {
    FileSymbols symbols = load("tiny-mini.so");

    assertThat(named(symbols, 0x363)).isEqualTo(new Named("fast", 0, SymbolSource.MINI_DEBUG_INFO));
    assertThat(named(symbols, 0x3a0)).isEqualTo(new Named("calls_chosen", 0, SymbolSource.DYNSYM));
  }

  @Test
  void namesOnlyExportedFunctionsOfAStrippedFile() {
    FileSymbols symbols = load("tiny-stripped.so");

    assertThat(named(symbols, 0x3a0).source()).isEqualTo(SymbolSource.DYNSYM);
    assertThat(symbols.symbolize(0x363)).isEqualTo(new Unnamed(UnnamedReason.STRIPPED));
  }

  @Test
  void findsTheDebugFileByItsBuildId() throws Exception {
    BuildId id = Fixture.elf("tiny.so").buildId().orElseThrow();
    String hex = id.hex();
    write("usr/lib/debug/.build-id/" + hex.substring(0, 2) + "/" + hex.substring(2) + ".debug");

    assertThat(named(loadStripped("/opt/tiny.so"), 0x363))
        .isEqualTo(new Named("fast", 0, SymbolSource.DEBUG_FILE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opt/tiny.so.debug",
        "opt/.debug/tiny.so.debug",
        "usr/lib/debug/opt/tiny.so.debug"
      })
  void findsTheDebugFileByItsName(String place) throws IOException {
    write(place);

    assertThat(named(loadStripped("/opt/tiny.so"), 0x367).name()).isEqualTo("hidden_step");
  }

  @Test
  void ignoresTheDebugFileOfAnotherBuild() throws IOException {
    Files.createDirectories(root.resolve("opt"));
    Files.write(root.resolve("opt/tiny.so.debug"), Fixture.bytes("tiny-ibt.so"));

    assertThat(loadStripped("/opt/tiny.so").symbolize(0x363)).isInstanceOf(Unnamed.class);
  }

  @Test
  void translatesFileOffsets() {
    assertThat(load("tiny.so").symbolizeFileOffset(0x363))
        .isEqualTo(new Named("fast", 0, SymbolSource.SYMTAB));
  }

  @Test
  void answersWithTheReasonWhereThereIsNoSymbolAtAll() {
    byte[] truncated = Arrays.copyOf(Fixture.bytes("tiny.so"), 1000);

    assertThat(load("tiny.c").symbolize(0)).isEqualTo(new Unnamed(UnnamedReason.NOT_ELF));
    assertThat(load(truncated).symbolizeFileOffset(0))
        .isEqualTo(new Unnamed(UnnamedReason.MALFORMED_ELF));
    assertThat(load("#!/bin/sh".getBytes(StandardCharsets.UTF_8)).faults()).hasSize(1);
  }

  @Test
  void namesTheCodeOfAVdsoByItsOffset() {
    Vdso vdso = Vdso.read(ByteSource.of(Fixture.bytes("tiny-stripped.so")));

    assertThat(vdso.symbolize(0x3a4)).isEqualTo(new Named("calls_chosen", 4, SymbolSource.VDSO));
  }

  private void write(String place) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, Fixture.bytes("tiny.so.debug"));
  }

  private FileSymbols loadStripped(String path) {
    ByteSource source = ByteSource.of(Fixture.bytes("tiny-stripped.so"));
    return FileSymbols.load(source, path, () -> List.of(root));
  }

  private static FileSymbols load(String fixture) {
    return load(Fixture.bytes(fixture));
  }

  private static FileSymbols load(byte[] bytes) {
    return FileSymbols.load(ByteSource.of(bytes), "", DebugFileRoots.none());
  }

  private static String stubAt(String fixture, long elfAddress) {
    Named named = named(load(fixture), elfAddress);
    assertThat(named.source()).isEqualTo(SymbolSource.PLT);
    return named.name();
  }

  private static Named named(FileSymbols symbols, long elfAddress) {
    Symbolization result = symbols.symbolize(elfAddress);
    assertThat(result).isInstanceOf(Named.class);
    return (Named) result;
  }
}
