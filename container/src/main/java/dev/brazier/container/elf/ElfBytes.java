package dev.brazier.container.elf;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Ranges of a source, checked against its size before a byte is allocated for them. */
final class ElfBytes {
  private final ByteSource source;
  private final long size;

  ElfBytes(ByteSource source) throws IOException {
    this.source = source;
    this.size = source.size();
  }

  long size() {
    return size;
  }

  boolean holds(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
  }

  /**
   * Reads a whole range.
   *
   * @param what the name of the range in the message
   * @param most the largest length accepted, in bytes
   */
  ByteBuffer read(String what, long offset, long length, int most)
      throws IOException, MalformedElfException {
    require(what, offset, length);
    if (length > most) {
      throw malformed("%s has %d bytes, more than the %d read".formatted(what, length, most));
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    readInto(what, offset, buffer);
    return buffer.flip();
  }

  /** Fills a buffer to its limit from a range that {@link #require} has passed. */
  void readInto(String what, long offset, ByteBuffer buffer)
      throws IOException, MalformedElfException {
    long position = offset;
    while (buffer.hasRemaining()) {
      int read = source.read(position, buffer);
      if (read <= 0) {
        throw malformed("%s ends early: the file was truncated".formatted(what));
      }
      position += read;
    }
  }

  void require(String what, long offset, long length) throws MalformedElfException {
    if (!holds(offset, length)) {
      throw malformed(
          "%s at offset %#x with %d bytes lies outside the file of %d bytes"
              .formatted(what, offset, length, size));
    }
  }

  /** The text from {@code offset} to the next NUL, the end of the bytes, or {@code most} bytes. */
  static String text(byte[] bytes, int offset, int most) {
    int end = offset;
    int limit = (int) Math.min(bytes.length, (long) offset + most);
    while (end < limit && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }
}
