package dev.brazier.container.golang;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The table of all functions of one Go program, {@code runtime.pclntab}. */
public final class GoLineTable {
  private static final int MOST_NAME_BYTES = 32 << 20; // kubelet has 10 MB
  private static final int MOST_DELTA_BYTES = 96 << 20;
  private static final int NAMES = 0;
  private static final int BEHIND_NAMES = 1;
  private static final int STACK_DELTAS = 3;
  private static final int FUNCTIONS = 4; // the last part: a list of addresses, then the records
  private static final int MODULE_TEXT = 22; // the word of runtime.moduledata with the code's start

  private final ElfFile elf;
  private final TableLayout layout;
  private final int quantum; // the bytes that addresses of instructions are multiples of
  private final TablePart whole;
  private final long count; // of functions
  private long toldCodeStart;
  private final long[] parts; // where each begins; none where the whole table is one

  private GoLineTable(ElfFile elf, TableLayout layout, TablePart whole, PartReader in)
      throws IOException, MalformedElfException {
    this.elf = elf;
    this.layout = layout;
    this.whole = whole;
    quantum = in.uint8(6);
    long at = Long.BYTES;
    count = in.int64(at);
    at += 2 * Long.BYTES; // behind the number of source files
    if (layout.hasRelativeAddresses()) {
      toldCodeStart = in.int64(at);
      at += Long.BYTES;
    }
    parts = new long[layout == TableLayout.GO_1_2 ? 0 : FUNCTIONS + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = in.int64(at);
      at += Long.BYTES;
    }
  }

  /**
   * Finds the table of a file and reads its header.
   *
   * @param elf the file, whose source must still be open
   * @return the table; empty in files that are no Go programs
   * @throws MalformedElfException if there is a table, and it is of an unknown version or damaged
   */
  public static Optional<GoLineTable> find(ElfFile elf) throws IOException, MalformedElfException {
    Optional<TablePart> whole = TableSearch.find(elf);
    return whole.isPresent() ? Optional.of(read(elf, whole.get())) : Optional.empty();
  }

  private static GoLineTable read(ElfFile elf, TablePart whole)
      throws IOException, MalformedElfException {
    PartReader in = new PartReader(elf, whole);
    Optional<TableLayout> layout = TableLayout.of(in.int32(0));
    if (layout.isEmpty() || in.uint8(6) == 0 || in.uint8(7) != Long.BYTES) {
      throw MalformedElfException.unsupported("a line table of an unknown version of Go");
    }
    return new GoLineTable(elf, layout.get(), whole, in);
  }

  /** The functions in the order of their addresses. */
  public GoFunctions functions() throws IOException, MalformedElfException {
    boolean divided = parts.length > 0;
    TablePart part = divided ? whole.between(parts[FUNCTIONS], whole.size()) : whole;
    long first = divided ? 0 : 2 * Long.BYTES;
    long base = layout.hasRelativeAddresses() ? codeStart() : 0;
    return new GoFunctions(
        layout,
        new PartReader(elf, part),
        new PartReader(elf, part),
        new GoFunctions.Extent(first, count, base));
  }

  /** Where the names lie in the file: each ends with a NUL, and functions tell their offsets. */
  public TablePart names() throws MalformedElfException {
    return part(NAMES, BEHIND_NAMES);
  }

  /** The bytes of all names, for searching among them. */
  public ByteBuffer nameBytes() throws IOException, MalformedElfException {
    return names().read(elf, MOST_NAME_BYTES);
  }

  /** How the functions move the stack pointer. */
  public StackDeltas stackDeltas() throws IOException, MalformedElfException {
    ByteBuffer deltas = part(STACK_DELTAS, FUNCTIONS).read(elf, MOST_DELTA_BYTES);
    return new StackDeltas(deltas, quantum);
  }

  private TablePart part(int first, int behind) throws MalformedElfException {
    return parts.length == 0 ? whole : whole.between(parts[first], parts[behind]);
  }

  /**
   * The ELF address that those of the functions are relative to. Since Go 1.26 the header is silent
   * about it, and the section with the data of the module tells; C code may lie before it.
   */
  private long codeStart() throws IOException, MalformedElfException {
    if (toldCodeStart != 0) {
      return toldCodeStart;
    }
    Optional<ElfSection> module = elf.section(".go.module");
    if (module.isPresent() && module.get().size() >= (MODULE_TEXT + 1) * Long.BYTES) {
      ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      elf.read(".go.module", module.get().offset() + MODULE_TEXT * Long.BYTES, word);
      if (word.getLong(0) != 0) {
        return word.getLong(0);
      }
    }
    return elf.section(".text")
        .map(ElfSection::address)
        .orElseThrow(() -> malformed("a line table that does not say where the code starts"));
  }
}
