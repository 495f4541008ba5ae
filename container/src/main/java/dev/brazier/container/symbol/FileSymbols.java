package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.CodeSegments;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The code symbols of one file, or the one reason why it has none.
 *
 * <p>They are gathered from {@code .symtab}, the line table of a Go program, {@code
 * .gnu_debugdata}, a separate debug file and {@code .dynsym}: where two of them name the same
 * address the earlier in that order wins among equals, and what one leaves unnamed the next may
 * name. Stubs of the procedure linkage table are called {@code name@plt}.
 *
 * <p>Immutable and safe for use by several threads. The names of a large table are read from the
 * file when asked for, which stays open for that until {@link #close}; afterwards those look-ups
 * answer {@link UnnamedReason#FILE_UNREADABLE}.
 */
public final class FileSymbols implements Closeable {
  private static final int FIXED_MEMORY = 1024;

  private final Tables tables;
  private final CodeSegments segments;
  private final List<String> faults;
  private final List<Closeable> opened;

  /** What an address without a name is told. */
  private final UnnamedReason reason;

  /** Functions, and the stubs that lead to functions of other files. */
  record Tables(SymbolTable functions, SymbolTable stubs) {
    static final Tables NONE = new Tables(SymbolTable.empty(), SymbolTable.empty());
  }

  FileSymbols(
      Tables tables,
      CodeSegments segments,
      UnnamedReason reason,
      List<String> faults,
      List<Closeable> opened) {
    this.tables = tables;
    this.segments = segments;
    this.faults = faults;
    this.opened = opened;
    this.reason = reason;
  }

  /**
   * Loads the symbols of a file.
   *
   * @param source the file; it belongs to the result from now on, and is closed if there is none
   * @param path the file's path inside its root, for finding a debug file beside it; may be empty
   * @param roots where debug files are looked for
   */
  public static FileSymbols load(ByteSource source, String path, DebugFileRoots roots) {
    try {
      return load(ElfFile.read(source), source, path, roots);
    } catch (IOException | MalformedElfException e) {
      Closing.quietly(source);
      return failed(e);
    }
  }

  /** As the other one, for a file whose headers have been read from the source. */
  static FileSymbols load(ElfFile elf, ByteSource source, String path, DebugFileRoots roots) {
    try {
      return new SymbolLoader(elf, source, path, roots, false).load();
    } catch (IOException | MalformedElfException e) {
      return failed(e);
    }
  }

  /** A file without symbols, for this reason. */
  static FileSymbols failed(UnnamedReason reason, String fault) {
    CodeSegments nothing = new CodeSegments(List.of());
    return new FileSymbols(Tables.NONE, nothing, reason, List.of(fault), List.of());
  }

  static FileSymbols failed(Exception e) {
    UnnamedReason reason = UnnamedReason.FILE_UNREADABLE;
    if (e instanceof MalformedElfException malformed) {
      reason =
          switch (malformed.fault()) {
            case NOT_ELF -> UnnamedReason.NOT_ELF;
            case UNSUPPORTED -> UnnamedReason.UNSUPPORTED_ELF;
            case MALFORMED -> UnnamedReason.MALFORMED_ELF;
          };
    }
    return failed(reason, String.valueOf(e.getMessage()));
  }

  /** The name at an ELF address of this file. */
  public Symbolization symbolize(long elfAddress) {
    if (tables.functions.find(elfAddress) >= 0) {
      return tables.functions.symbolize(elfAddress);
    }
    return tables.stubs.find(elfAddress) >= 0
        ? tables.stubs.symbolize(elfAddress)
        : new Symbolization.Unnamed(reason);
  }

  /** The range of the function at an ELF address, or -1: a look-up without its name. */
  int find(long elfAddress) {
    return tables.functions.find(elfAddress);
  }

  /** The name of the code at an offset in this file. */
  public Symbolization symbolizeFileOffset(long fileOffset) {
    OptionalLong elfAddress = segments.toElfAddress(fileOffset);
    return elfAddress.isPresent()
        ? symbolize(elfAddress.getAsLong())
        : new Symbolization.Unnamed(reason);
  }

  /** The ELF address of the byte at an offset in this file, where a segment holds it. */
  public OptionalLong fileOffsetToElfAddress(long fileOffset) {
    return segments.toElfAddress(fileOffset);
  }

  /** The number of symbols, stubs of the procedure linkage table included. */
  public int size() {
    return tables.functions.size() + tables.stubs.size();
  }

  /** The memory this occupies, in bytes, to within a few hundred. */
  public long memory() {
    return FIXED_MEMORY + tables.functions.memory() + tables.stubs.memory();
  }

  /** What was wrong with parts of the file, each a text for a person; usually empty. */
  public List<String> faults() {
    return faults;
  }

  @Override
  public void close() {
    opened.forEach(Closing::quietly);
  }
}
