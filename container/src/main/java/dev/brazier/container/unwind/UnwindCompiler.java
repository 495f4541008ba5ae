package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.GoLineTable;
import dev.brazier.container.symbol.DebugFileRoots;
import dev.brazier.container.symbol.DebugFiles;
import java.io.IOException;
import java.util.Optional;

/**
 * Compiles the call frame information of one ELF file to a table.
 *
 * <p>It comes from {@code .eh_frame}, which nearly all code has, and from {@code .debug_frame}
 * where that is in the file; where both tell of a function the first counts. Programs in Go have
 * the sizes of their frames in a table of their own. A file with hardly any of it may have its
 * {@code .debug_frame} in a separate debug file.
 */
public final class UnwindCompiler {
  /** The start files of a C library bring that many functions into a program that has no other. */
  private static final int HARDLY_ANY = 8;

  private static final int ENTRY_BYTES = 64;

  private final ElfFile elf;
  private final Faults faults = new Faults();
  private final RowBuffer rows = new RowBuffer();
  private final FrameEntries.Compilation compilation;
  private int fdes;

  private UnwindCompiler(ElfFile elf, Machine machine) {
    this.elf = elf;
    this.compilation =
        new FrameEntries.Compilation(
            machine,
            new CodeOffsets(elf),
            new KnownCode(elf, machine),
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
    new LinkageStubs(elf, compiler.compilation).add();
    compiler.findCoroutineStart();
    return compiler.table();
  }

  private void addSections() throws IOException {
    FrameSections sections = new FrameSections(elf);
    add(sections, FrameSection.Kind.EH_FRAME);
    if (!addGoFunctions()) {
      add(sections, FrameSection.Kind.DEBUG_FRAME);
    }
  }

  /** Whether there are any; if so they are all that the linker tells debuggers of, and more. */
  private boolean addGoFunctions() throws IOException {
    try {
      Optional<GoLineTable> table = GoLineTable.find(elf);
      int functions = table.isPresent() ? new GoFrames(table.get(), compilation).compile() : 0;
      fdes += functions;
      return functions > 0;
    } catch (MalformedElfException e) {
      faults.add(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** One bad section leaves the others as they are. */
  private void add(FrameSections sections, FrameSection.Kind kind) throws IOException {
    try {
      Optional<FrameSection> section = sections.find(kind);
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
          add(new FrameSections(file.elf()), FrameSection.Kind.DEBUG_FRAME);
        }
      }
    } catch (MalformedElfException e) {
      faults.add("debug file: " + e.getMessage());
    }
  }

  /** Nobody calls the entry point, but not all C libraries say so: musl and ld.so do not. */
  private void addEntryPoint() {
    CodeOffsets code = compilation.code();
    boolean isCode = elf.entry() != 0 && code.bytesFrom(elf.entry()) > 0;
    if (isCode && !rows.covers(code.toFileOffset(elf.entry()))) {
      addOutermost(elf.entry(), ENTRY_BYTES);
    }
  }

  /**
   * The first function of a coroutine returns to the first byte of __start_context; a walk looks a
   * byte before it. Only a C library has it, which is known by its return from signals: elsewhere
   * thousands of small functions would be looked at.
   */
  private void findCoroutineStart() throws IOException {
    RuleDictionary rules = compilation.rules();
    if (!rules.knows(UnwindRule.SIGNAL_FRAME)) {
      return;
    }
    for (int i = 0; i < rows.functions(); i++) {
      long offset = rows.start(i);
      boolean plain = rows.firstRow(i) == rows.lastRow(i) && offset > 0;
      if (plain && compilation.known().startsCoroutine(offset, rows.end(i) - offset)) {
        rows.startEarly(i, rules.number(rules.outermost()));
      }
    }
  }

  /** Adds code that is not in the frame information and has no caller. */
  private void addOutermost(long address, long size) {
    CodeOffsets code = compilation.code();
    long available = code.bytesFrom(address);
    if (available > 0 && size > 0) {
      compilation.addOutermost(code.toFileOffset(address), Math.min(available, size));
    }
  }

  private UnwindTable table() {
    compilation.rules().report(faults);
    return new TableAssembly(rows).assemble(compilation.rules(), fdes, faults);
  }
}
