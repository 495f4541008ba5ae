package dev.brazier.container.golang;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A range of the table in its file.
 *
 * @param offset the file offset of its first byte
 * @param size in bytes
 */
public record TablePart(long offset, long size) {

  /** What lies between two offsets into this part. */
  TablePart between(long start, long end) throws MalformedElfException {
    if (start < 0 || start > end || end > size) {
      throw malformed("line table: a part lies outside of it");
    }
    return new TablePart(offset + start, end - start);
  }

  /** All its bytes, little-endian. */
  ByteBuffer read(ElfFile elf, int most) throws IOException, MalformedElfException {
    if (size > most) {
      throw malformed("line table: %d bytes, more than the %d read".formatted(size, most));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    elf.read("line table", offset, bytes);
    return bytes.flip();
  }
}
