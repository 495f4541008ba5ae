package dev.brazier.container.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.golang.GoFunctions;
import dev.brazier.container.golang.GoLineTable;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.FileSymbols;
import dev.brazier.container.symbol.Symbolization.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that Go's compiler makes, each as it is and stripped: the line table tells of frames
 * what the linker tells debuggers, and names what the symbol table names.
 */
final class GoProgramsIT {
  private static final String PURE =
      """
      package main
      import "fmt"
      func main() { fmt.Println("brazier") }
      """;

  /** Another linker lays it out: the line table has no section in position-independent code. */
  private static final String WITH_C =
      """
      package main
      // #include <stdlib.h>
      import "C"
      func main() { C.abs(C.int(-1)) }
      """;

  /** Shared, as the compiler keeps there what it has made of its library. */
  @TempDir static Path folder;

  static Stream<List<String>> programs() {
    return Stream.of("exe", "pie").flatMap(m -> Stream.of(List.of(PURE, m), List.of(WITH_C, m)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void rowsMeanWhatTheLinkerTellsDebuggers(List<String> program) throws Exception {
    RowFindings findings = new RowFindings();
    RowComparison.run(build(program), findings);

    assertThat(findings.samples()).isEmpty();
    assertThat(findings.equalRows()).as(findings.toString()).isGreaterThan(3000);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aStrippedProgramHasTheSameRowsAndNames(List<String> program) throws Exception {
    Path file = build(program);
    Path stripped = folder.resolve("stripped");
    run("strip", "--strip-all", "-o", stripped.toString(), file.toString());
    try (ByteSource whole = ByteSource.open(file);
        ByteSource rest = ByteSource.open(stripped)) {
      ElfFile elf = ElfFile.read(rest);
      assertThat(elf.sectionOfType(ElfSection.SYMTAB)).isEmpty();
      assertThat(FrameSections.debugSection(elf)).isEmpty();

      UnwindTable table = UnwindCompiler.compile(elf);
      assertThat(table.faults()).isEmpty();
      assertThat(RowText.of(table))
          .isEqualTo(RowText.of(UnwindCompiler.compile(ElfFile.read(whole))));
      assertThat(names(stripped, elf)).hasSizeGreaterThan(1000).isEqualTo(names(file, elf));
    }
  }

  /** The names at the start of each function. */
  private static Map<Long, String> names(Path file, ElfFile elf) throws Exception {
    Map<Long, String> names = new TreeMap<>();
    GoFunctions functions = GoLineTable.find(elf).orElseThrow().functions();
    try (FileSymbols symbols = FileSymbols.load(ByteSource.open(file), "", DebugFileRoots.none())) {
      while (functions.next()) {
        if (symbols.symbolize(functions.address()) instanceof Named named) {
          names.put(functions.address(), plain(named.name()));
        }
      }
    }
    return names;
  }

  /** The symbol table tells the calling convention and the types of an instance, too. */
  private static String plain(String name) {
    return name.replaceAll("\\.abi0$|\\.abiinternal$", "").replaceAll("\\[.*]", "[...]");
  }

  private static Path build(List<String> program) throws Exception {
    Path source = Files.writeString(folder.resolve("program.go"), program.get(0));
    Path file = folder.resolve("program");
    run("go", "build", "-buildmode=" + program.get(1), "-o", file.toString(), source.toString());
    return file;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GOCACHE", folder.resolve("cache").toString());
    Path output = folder.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command[0]).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}
