package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.DebugFiles;
import java.io.IOException;
import java.util.Optional;

/**
 * Compiles the call frame information of one ELF file to a table.
 *
 * <p>It comes from {@code .eh_frame}, which nearly all code has, and from {@code .debug_frame}
 * where that is in the file, as in Go's programs; where both tell of a function the first counts. A
 * file with hardly any of it may have its {@code .debug_frame} in a separate debug file.
 */
public final class UnwindCompiler {
  /** The start files of a C library bring that many functions into a program that has no other. */
  private static final int HARDLY_ANY = 8;

  private static final int ENTRY_BYTES = 64;

  private final ElfFile elf;
  private final Machine machine;
  private final Faults faults = new Faults();
  private final RowBuffer rows = new RowBuffer();
  private final FrameEntries.Compilation compilation;
  private int fdes;

  private UnwindCompiler(ElfFile elf, Machine machine) {
    this.elf = elf;
    this.machine = machine;
    this.compilation =
        new FrameEntries.Compilation(
            machine,
            new CodeOffsets(elf),
            new SigreturnCode(elf, machine),
            new RuleDictionary(machine),
            rows,
            faults);
  }

  /** As the other one, without looking for a separate debug file. */
  public static UnwindTable compile(ElfFile elf) throws IOException, MalformedElfException {
    return compile(elf, "", DebugFileRoots.none());
  }

  /**
   * Compiles a file; the vdso is one, too.
   *
   * @param elf the file, whose source must still be open
   * @param path the file's path inside its root, for finding a debug file beside it; may be empty
   * @param roots where debug files are looked for, if at all
   * @return the rows; what is damaged in the file is among the faults of the table
   * @throws MalformedElfException if the file is for a processor that is not known here
   * @throws IOException if the source cannot be read
   */
  public static UnwindTable compile(ElfFile elf, String path, DebugFileRoots roots)
      throws IOException, MalformedElfException {
    Optional<Machine> machine = Machine.of(elf.machine());
    if (machine.isEmpty()) {
      throw MalformedElfException.unsupported("a file for another processor than x86-64 and arm64");
    }
    UnwindCompiler compiler = new UnwindCompiler(elf, machine.get());
    compiler.addSections();
    if (compiler.fdes < HARDLY_ANY) {
      compiler.addDebugFile(path, roots);
    }
    compiler.addEntryPoint();
    return compiler.table();
  }

  private void addSections() throws IOException {
    FrameSections sections = new FrameSections(elf);
    attempt(sections::ehFrame);
    attempt(sections::debugFrame);
  }

  /** A section that may turn out bad. */
  private interface Reading {
    Optional<FrameSection> read() throws IOException, MalformedElfException;
  }

  private void attempt(Reading reading) throws IOException {
    try {
      Optional<FrameSection> section = reading.read();
      if (section.isPresent()) {
        fdes += new FrameEntries(section.get(), compilation).compile();
      }
    } catch (MalformedElfException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private void addDebugFile(String path, DebugFileRoots roots) throws IOException {
    try {
      Optional<DebugFiles.Found> found =
          new DebugFiles(elf, path, roots)
              .find(debug -> FrameSections.debugSection(debug).isPresent());
      if (found.isPresent()) {
        try (DebugFiles.Found file = found.get()) {
          attempt(new FrameSections(file.elf())::debugFrame);
        }
      }
    } catch (MalformedElfException e) {
      faults.add("debug file: " + e.getMessage());
    }
  }

  /** Nobody calls the entry point, but not all C libraries say so: musl's and ld.so do not. */
  private void addEntryPoint() {
    CodeOffsets code = compilation.code();
    long available = code.bytesFrom(elf.entry());
    if (available == 0) {
      return;
    }
    long offset = code.toFileOffset(elf.entry());
    if (!rows.covers(offset)) {
      rows.begin(offset, offset + Math.min(available, ENTRY_BYTES));
      rows.add(0, compilation.rules().number(UnwindRule.outermost(machine.stackPointer)));
    }
  }

  private UnwindTable table() {
    compilation.rules().report(faults);
    return new TableAssembly(rows).assemble(compilation.rules(), fdes, faults);
  }
}
