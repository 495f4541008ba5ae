package dev.brazier.container.elf;

import dev.brazier.container.elf.MalformedElfException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The Elf64_Ehdr, little-endian, as far as it is of use. */
record ElfHeader(
    ElfType type,
    ElfMachine machine,
    long entry,
    long programHeaders,
    int programHeaderSize,
    int programHeaderCount,
    long sectionHeaders,
    int sectionHeaderSize,
    int sectionHeaderCount,
    int sectionNames) {
  static final int SIZE = 64;
  private static final int MAGIC = 0x464c457f; // "\x7fELF" read as a little-endian int
  private static final byte CLASS_64 = 2;
  private static final byte LITTLE_ENDIAN = 1;

  static ElfHeader read(ElfBytes bytes) throws IOException, MalformedElfException {
    long length = Math.min(bytes.size(), SIZE);
    ByteBuffer b = bytes.read("the ELF header", 0, length, SIZE);
    if (length < 4 || b.getInt(0) != MAGIC) {
      throw new MalformedElfException(Fault.NOT_ELF, "not an ELF file: no ELF magic at its start");
    }
    if (length >= 6 && b.get(4) != CLASS_64) {
      throw MalformedElfException.unsupported("a 32-bit ELF file: only 64-bit files are read");
    }
    if (length >= 6 && b.get(5) != LITTLE_ENDIAN) {
      throw MalformedElfException.unsupported(
          "a big-endian ELF file: only little-endian files are read");
    }
    if (length < SIZE) {
      throw MalformedElfException.malformed(
          "the file ends inside the ELF header, after %d of 64 bytes".formatted(length));
    }
    return new ElfHeader(
        ElfType.of(u16(b, 16)),
        ElfMachine.of(u16(b, 18)),
        b.getLong(24),
        b.getLong(32),
        u16(b, 54),
        u16(b, 56),
        b.getLong(40),
        u16(b, 58),
        u16(b, 60),
        u16(b, 62));
  }

  private static int u16(ByteBuffer b, int at) {
    return b.getShort(at) & 0xffff;
  }
}
