package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/**
 * The small ELF file in {@code .gnu_debugdata}, compressed with xz: a symbol table of the functions
 * that {@code .dynsym} lacks, as Fedora and its relatives ship it.
 */
final class MiniDebugInfo {
  private static final String SECTION = ".gnu_debugdata";
  private static final int MOST_COMPRESSED = 16 << 20;
  private static final int MOST_UNPACKED = 32 << 20;
  private static final int DECODER_MEMORY_KIB = 32 * 1024;

  private MiniDebugInfo() {}

  /** Unpacks the inner file, if there is one. */
  static Optional<ElfFile> of(ElfFile outer) throws IOException, MalformedElfException {
    Optional<ElfSection> section = outer.section(SECTION);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    ByteBuffer packed = outer.contents(section.get(), MOST_COMPRESSED);
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    return Optional.of(ElfFile.read(ByteSource.of(unpack(bytes))));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream xz = new XZInputStream(new ByteArrayInputStream(packed), DECODER_MEMORY_KIB)) {
      byte[] unpacked = xz.readNBytes(MOST_UNPACKED);
      if (unpacked.length == MOST_UNPACKED && xz.read() >= 0) {
        throw new IOException("unpacks to more than %d bytes".formatted(MOST_UNPACKED));
      }
      return unpacked;
    }
  }
}
