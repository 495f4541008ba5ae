package dev.brazier.container.elf;

/**
 * One section header.
 *
 * @param name the name, cut after 255 bytes
 * @param type the sh_type, {@link #SYMTAB} and so on
 * @param flags the sh_flags, {@link #EXECINSTR} and so on
 * @param address the ELF address of its first byte, 0 when it is not part of the memory image
 * @param offset the file offset of its first byte
 * @param size the number of bytes, in the file unless the type is {@link #NOBITS}
 * @param link the index of the section this one refers to, such as the names of a symbol table
 * @param info a second number whose meaning depends on the type
 * @param entrySize the size of one entry in bytes where the section is a table, else 0
 */
public record ElfSection(
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long entrySize) {
  /** A full symbol table. */
  public static final int SYMTAB = 2;

  /** Names. */
  public static final int STRTAB = 3;

  /** Relocations with addends. */
  public static final int RELA = 4;

  /** Notes. */
  public static final int NOTE = 7;

  /** A section without bytes in the file: bss, and all code of a separate debug file. */
  public static final int NOBITS = 8;

  /** The symbols the dynamic linker sees. */
  public static final int DYNSYM = 11;

  /** The bit of {@code flags} for a section in the memory image. */
  public static final long ALLOC = 2;

  /** The bit of {@code flags} for a section that holds code. */
  public static final long EXECINSTR = 4;

  /** The bit of {@code flags} for a section that begins with a compression header. */
  public static final long COMPRESSED = 0x800;

  /** Whether this section holds code of the memory image. */
  public boolean isCode() {
    return (flags & (ALLOC | EXECINSTR)) == (ALLOC | EXECINSTR);
  }

  /** Whether the bytes must be inflated before use. */
  public boolean isCompressed() {
    return (flags & COMPRESSED) != 0;
  }
}
