package dev.brazier.container.golang;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Finds where in a file the line table is. Go's own linker gives it a section; in a program that
 * may lie anywhere and has C code, another linker merges it with the data that relocations touch.
 */
final class TableSearch {
  private static final String SECTION = ".gopclntab";
  private static final String RELOCATED = ".data.rel.ro";
  private static final String BUILD_INFORMATION = ".go.buildinfo"; // every Go program has it
  private static final int BLOCK = 256 * 1024;
  private static final long HEADER = 9 * Long.BYTES;

  private TableSearch() {}

  /** The table, up to the end of its section at most; empty where there is none. */
  static Optional<TablePart> find(ElfFile elf) throws IOException, MalformedElfException {
    for (ElfSection section : elf.sections()) {
      if (section.name().endsWith(SECTION) && hasBytes(section)) {
        return Optional.of(new TablePart(section.offset(), section.size()));
      }
    }
    Optional<ElfSection> relocated = elf.section(RELOCATED);
    return relocated.isPresent()
            && hasBytes(relocated.get())
            && elf.section(BUILD_INFORMATION).isPresent()
        ? search(elf, relocated.get())
        : Optional.empty();
  }

  private static boolean hasBytes(ElfSection section) {
    return section.type() != ElfSection.NOBITS && !section.isCompressed() && section.size() > 0;
  }

  private static Optional<TablePart> search(ElfFile elf, ElfSection section)
      throws IOException, MalformedElfException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (long start = 0; start < section.size() - HEADER; start += BLOCK - HEADER) {
      block.clear().limit((int) Math.min(BLOCK, section.size() - start));
      elf.read(RELOCATED, section.offset() + start, block);
      for (int at = 0; at <= block.limit() - HEADER; at += Long.BYTES) {
        if (isHeader(block, at)) {
          long offset = start + at;
          return Optional.of(new TablePart(section.offset() + offset, section.size() - offset));
        }
      }
    }
    return Optional.empty();
  }

  /** The version, two zeros, the size of an instruction and of a pointer; then the first part. */
  private static boolean isHeader(ByteBuffer block, int at) {
    int sizes = block.getInt(at + 4);
    boolean plausible = sizes == 0x08_01_0000 || sizes == 0x08_04_0000;
    if (!plausible || TableLayout.of(block.getInt(at)).isEmpty()) {
      return false;
    }
    long firstPart = block.getLong(at + 4 * Long.BYTES);
    long before = block.getLong(at + 3 * Long.BYTES);
    return isHeaderSize(firstPart) || isHeaderSize(before);
  }

  private static boolean isHeaderSize(long bytes) {
    return bytes >= HEADER - Long.BYTES && bytes <= 2 * HEADER;
  }
}
