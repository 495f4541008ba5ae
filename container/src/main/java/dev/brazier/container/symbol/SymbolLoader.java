package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.CodeSegments;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the symbols of one file from the places they may be in, the exact ones first.
 *
 * <p>A {@code .symtab} that covers most of the code holds all that the others hold, and settling
 * 70,000 names twice costs more than reading them: then it stays alone. A place that turns out bad
 * is noted and skipped: the others still count.
 */
final class SymbolLoader {
  /** The sizes in a whole .symtab add up to 97 to 102 % of the code (rustc, libjvm, node). */
  private static final double ENOUGH_NAMED = 0.75;

  private final ElfFile elf;
  private final String path;
  private final DebugFileRoots roots;
  private final boolean vdso;
  private final SymbolTableBuilder builder;
  private final List<Closeable> opened = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  SymbolLoader(ElfFile elf, ByteSource source, String path, DebugFileRoots roots, boolean vdso) {
    this.elf = elf;
    this.path = path;
    this.roots = roots;
    this.vdso = vdso;
    this.builder = new SymbolTableBuilder(CodeRanges.of(elf), new SymbolNames());
    opened.add(source);
  }

  /** A step that may find its part of the file bad. */
  private interface Step {
    void run() throws IOException, MalformedElfException;
  }

  /** Runs all steps; the result owns the source. */
  FileSymbols load() throws IOException, MalformedElfException {
    try {
      attempt(".symtab", () -> addTable(elf, ElfSection.SYMTAB, source(SymbolSource.SYMTAB)));
      if (!isEnough()) {
        addOtherTables();
      }
      if (builder.leftOut() > 0) {
        faults.add("%d symbols left out: too many".formatted(builder.leftOut()));
      }
      SymbolTable functions = builder.build();
      return finish(functions, stubs(functions));
    } catch (IOException | MalformedElfException | RuntimeException e) {
      opened.forEach(Closing::quietly);
      throw e;
    }
  }

  /** MiniDebugInfo leaves out what {@code .dynsym} has, as that cannot be stripped. */
  private void addOtherTables() {
    attempt("the line table of Go", () -> GoSymbols.add(elf, builder));
    if (!isEnough()) {
      attempt(".gnu_debugdata", this::addMiniDebugInfo);
    }
    if (!isEnough()) {
      attempt("debug file", this::addDebugFile);
    }
    attempt(".dynsym", () -> addTable(elf, ElfSection.DYNSYM, source(SymbolSource.DYNSYM)));
  }

  private boolean isEnough() {
    return builder.bytesClaimed() >= ENOUGH_NAMED * builder.code().bytes();
  }

  private FileSymbols finish(SymbolTable functions, SymbolTable stubs)
      throws IOException, MalformedElfException {
    boolean needed = builder.names().needsFile();
    builder.names().release();
    if (!needed) {
      opened.forEach(Closing::quietly);
      opened.clear();
    }
    return new FileSymbols(
        new FileSymbols.Tables(functions, stubs),
        CodeSegments.of(elf),
        builder.names().hasFullTable()
            ? UnnamedReason.NO_SYMBOL_AT_ADDRESS
            : UnnamedReason.STRIPPED,
        List.copyOf(faults),
        List.copyOf(opened));
  }

  private SymbolSource source(SymbolSource source) {
    return vdso ? SymbolSource.VDSO : source;
  }

  private void addTable(ElfFile file, int type, SymbolSource source)
      throws IOException, MalformedElfException {
    ElfSymbols.add(file, type, source, true, builder);
  }

  private void addMiniDebugInfo() throws IOException, MalformedElfException {
    Optional<ElfFile> inner = MiniDebugInfo.of(elf);
    if (inner.isPresent()) {
      ElfSymbols.add(inner.get(), ElfSection.SYMTAB, SymbolSource.MINI_DEBUG_INFO, false, builder);
    }
  }

  private void addDebugFile() throws IOException, MalformedElfException {
    Optional<DebugFiles.Found> found =
        new DebugFiles(elf, path, roots)
            .find(debug -> debug.sectionOfType(ElfSection.SYMTAB).isPresent());
    if (found.isPresent()) {
      opened.add(found.get().source());
      addTable(found.get().elf(), ElfSection.SYMTAB, SymbolSource.DEBUG_FILE);
    }
  }

  private SymbolTable stubs(SymbolTable functions) throws IOException, MalformedElfException {
    SymbolTable[] stubs = {SymbolTable.empty()};
    attempt("the linkage table", () -> stubs[0] = PltStubs.of(elf, builder.code(), functions));
    return stubs[0];
  }

  private void attempt(String what, Step step) {
    try {
      step.run();
    } catch (IOException | MalformedElfException e) {
      faults.add(what + ": " + e.getMessage());
    }
  }
}
