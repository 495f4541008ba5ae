package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Reads the code symbols of one {@code .symtab} or {@code .dynsym} into a builder. */
final class ElfSymbols {
  private static final int ENTRY_SIZE = 24;
  private static final int ENTRIES_A_READ = 8192;
  private static final int MOST_INFLATED = 64 << 20;

  private static final int NOTYPE = 0;
  private static final int FUNC = 2;
  private static final int GNU_IFUNC = 10;
  private static final int LOCAL = 0;
  private static final int GLOBAL = 1;
  private static final int UNDEFINED = 0;
  private static final int FIRST_RESERVED = 0xff00;
  private static final int EXTENDED = 0xffff; // the real section index is in another table

  private final SymbolTableBuilder builder;
  private final StringTable names;
  private final int nameBase;

  private ElfSymbols(SymbolTableBuilder builder, StringTable names, int nameBase) {
    this.builder = builder;
    this.names = names;
    this.nameBase = nameBase;
  }

  /**
   * Adds the symbols of the first section of that type, if there is one.
   *
   * @param type {@link ElfSection#SYMTAB} or {@link ElfSection#DYNSYM}
   * @param lasting whether the file stays open as long as the table is in use
   */
  static void add(
      ElfFile elf, int type, SymbolSource source, boolean lasting, SymbolTableBuilder builder)
      throws IOException, MalformedElfException {
    Optional<ElfSection> table = elf.sectionOfType(type);
    Optional<ElfSection> strings = table.flatMap(t -> elf.sectionAt(t.link()));
    if (table.isEmpty() || strings.isEmpty() || table.get().entrySize() != ENTRY_SIZE) {
      return;
    }
    StringTable names = StringTable.of(elf, strings.get(), lasting);
    int nameBase = builder.names().append(names, source);
    if (nameBase < 0) {
      throw new IOException("more than 2 GB of names");
    }
    new ElfSymbols(builder, names, nameBase).addAll(elf, table.get());
  }

  private void addAll(ElfFile elf, ElfSection table) throws IOException, MalformedElfException {
    if (table.isCompressed()) {
      ByteBuffer inflated = elf.contents(table, MOST_INFLATED);
      addBlock(inflated, inflated.limit() / ENTRY_SIZE);
      return;
    }
    long left = Math.max(table.size() / ENTRY_SIZE, 0);
    ByteBuffer block =
        ByteBuffer.allocate((int) Math.min(left, ENTRIES_A_READ) * ENTRY_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
    // The claimed size allocates nothing; a read behind the end of the file ends the loop.
    for (long at = table.offset(); left > 0; at += block.limit()) {
      int entries = (int) Math.min(left, ENTRIES_A_READ);
      block.clear().limit(entries * ENTRY_SIZE);
      elf.read("section " + table.name(), at, block);
      addBlock(block, entries);
      left -= entries;
    }
  }

  private void addBlock(ByteBuffer block, int entries) throws IOException, MalformedElfException {
    for (int at = 0; at < entries * ENTRY_SIZE; at += ENTRY_SIZE) {
      int info = block.get(at + 4);
      int type = info & 0xf;
      if (type == FUNC || type == NOTYPE || type == GNU_IFUNC) {
        addSymbol(block, at, type, info >> 4 & 0xf);
      }
    }
  }

  private void addSymbol(ByteBuffer block, int at, int type, int binding)
      throws IOException, MalformedElfException {
    int section = block.getShort(at + 6) & 0xffff;
    int name = block.getInt(at);
    long address = block.getLong(at + 8);
    if (section == UNDEFINED
        || (section >= FIRST_RESERVED && section != EXTENDED)
        || name <= 0
        || name >= names.size()
        || !builder.isCode(address)
        || (type == NOTYPE && isLabel(name, binding, block.getLong(at + 16)))) {
      return;
    }
    int rank = type == NOTYPE ? 0 : SymbolTableBuilder.FUNCTION;
    rank |= binding == LOCAL ? 0 : SymbolTableBuilder.EXPORTED;
    rank |= binding == GLOBAL ? SymbolTableBuilder.GLOBAL : 0;
    builder.add(address, block.getLong(at + 16), nameBase + name, rank);
  }

  /**
   * An assembler's own label, or a mark between code and data on ARM ({@code $x}, {@code $d.1}).
   * Where reading its name is dear, each local symbol without a size counts as one.
   */
  private boolean isLabel(int name, int binding, long size)
      throws IOException, MalformedElfException {
    if (!names.isHeld()) {
      return binding == LOCAL && size == 0;
    }
    byte[] text = names.name(name);
    return text.length < 2
        || (text[0] == '.' && text[1] == 'L')
        || (text[0] == '$'
            && (text[1] == 'x' || text[1] == 'd')
            && (text.length == 2 || text[2] == '.'));
  }
}
