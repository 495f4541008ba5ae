package dev.brazier.container.golang;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of one part, mostly read from its start to its end: a block of the file is held. */
final class PartReader {
  private static final int BLOCK = 64 * 1024;

  private final ElfFile elf;
  private final TablePart part;
  private final ByteBuffer block;
  private long start; // of the block, in the part

  PartReader(ElfFile elf, TablePart part) {
    this.elf = elf;
    this.part = part;
    block = ByteBuffer.allocate((int) Math.min(BLOCK, part.size()));
    block.order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  long size() {
    return part.size();
  }

  int uint8(long at) throws IOException, MalformedElfException {
    return block.get(hold(at, Byte.BYTES)) & 0xff;
  }

  int int32(long at) throws IOException, MalformedElfException {
    return block.getInt(hold(at, Integer.BYTES));
  }

  long int64(long at) throws IOException, MalformedElfException {
    return block.getLong(hold(at, Long.BYTES));
  }

  /** Where in the block the bytes are, which is read if it does not hold them. */
  private int hold(long at, int bytes) throws IOException, MalformedElfException {
    if (at < 0 || at > part.size() - bytes) {
      throw malformed("line table: a function lies outside of it");
    }
    if (at < start || at + bytes > start + block.limit()) {
      block.clear().limit((int) Math.min(block.capacity(), part.size() - at));
      start = at;
      elf.read("line table", part.offset() + at, block);
      block.flip();
    }
    return (int) (at - start);
  }
}
