package dev.brazier.container.elf;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes the compression of sections: a header with the size, followed by a zlib stream. */
final class Inflation {
  /** How linkers named compressed sections before there was a flag for them (Go until 1.18). */
  static final String OLD_PREFIX = ".zdebug_";

  private static final int OLD_MAGIC = 0x42494c5a; // "ZLIB" read as a little-endian int
  private static final int OLD_HEADER_SIZE = 12;
  private static final int HEADER_SIZE = 24;
  private static final int ZLIB = 1;
  private static final int ZSTD = 2;
  private static final int CHUNK = 64 * 1024;

  private Inflation() {}

  /** Undoes the old way: "ZLIB" and the size as a big-endian number. */
  static ByteBuffer inflateOld(String name, ByteBuffer compressed, int most)
      throws MalformedElfException {
    if (compressed.limit() < OLD_HEADER_SIZE || compressed.getInt(0) != OLD_MAGIC) {
      throw malformed("compressed section %s has no header".formatted(name));
    }
    long size = Long.reverseBytes(compressed.getLong(Integer.BYTES));
    return inflate(name, compressed.position(OLD_HEADER_SIZE), size, most);
  }

  /** Undoes SHF_COMPRESSED: the header is an Elf64_Chdr. */
  static ByteBuffer inflate(String name, ByteBuffer compressed, int most)
      throws MalformedElfException {
    if (compressed.limit() < HEADER_SIZE) {
      throw malformed("compressed section %s has no header".formatted(name));
    }
    int type = compressed.getInt(0);
    long size = compressed.getLong(8);
    if (type == ZSTD) {
      throw MalformedElfException.unsupported(
          "section %s is compressed with zstd: only zlib is read".formatted(name));
    }
    if (type != ZLIB) {
      throw MalformedElfException.unsupported(
          "section %s is compressed in an unknown way, %d".formatted(name, type));
    }
    return inflate(name, compressed.position(HEADER_SIZE), size, most);
  }

  private static ByteBuffer inflate(String name, ByteBuffer stream, long size, int most)
      throws MalformedElfException {
    if (size < 0 || size > most) {
      throw malformed(
          "section %s inflates to %d bytes, more than the %d read".formatted(name, size, most));
    }
    byte[] inflated = unpack(name, stream, (int) size);
    return ByteBuffer.wrap(inflated).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Grows with what the stream yields: a size claimed in the header allocates nothing by itself.
   */
  private static byte[] unpack(String name, ByteBuffer stream, int size)
      throws MalformedElfException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream);
      ByteArrayOutputStream inflated = new ByteArrayOutputStream(Math.min(size, CHUNK));
      byte[] chunk = new byte[CHUNK];
      while (inflated.size() < size) {
        int length = inflater.inflate(chunk, 0, Math.min(CHUNK, size - inflated.size()));
        if (length == 0) {
          throw malformed("compressed section %s ends early".formatted(name));
        }
        inflated.write(chunk, 0, length);
      }
      return inflated.toByteArray();
    } catch (DataFormatException e) {
      throw malformed("compressed section %s is damaged: %s".formatted(name, e.getMessage()));
    } finally {
      inflater.end();
    }
  }
}
