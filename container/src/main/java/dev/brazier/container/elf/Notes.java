package dev.brazier.container.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Finds the build ID among the notes of one section or segment. */
final class Notes {
  private static final int HEADER_SIZE = 12;
  private static final int BUILD_ID = 3; // NT_GNU_BUILD_ID
  private static final byte[] GNU = "GNU\0".getBytes(StandardCharsets.US_ASCII);

  private Notes() {}

  /**
   * Walks the notes until they end or stop making sense.
   *
   * @param notes the bytes, little-endian, from 0 to the limit
   * @param alignment 8 where the notes say so, anything else means 4
   */
  static Optional<BuildId> buildId(ByteBuffer notes, long alignment) {
    int padding = alignment == 8 ? 7 : 3;
    long at = 0;
    while (at + HEADER_SIZE <= notes.limit()) {
      int start = (int) at;
      long nameSize = notes.getInt(start) & 0xffffffffL;
      long contentSize = notes.getInt(start + 4) & 0xffffffffL;
      long content = padded(at + HEADER_SIZE + nameSize, padding);
      long end = content + contentSize;
      if (end > notes.limit()) {
        return Optional.empty();
      }
      if (notes.getInt(start + 8) == BUILD_ID
          && BuildId.fits((int) contentSize)
          && Arrays.equals(GNU, slice(notes, start + HEADER_SIZE, (int) nameSize))) {
        return Optional.of(BuildId.of(slice(notes, (int) content, (int) contentSize)));
      }
      at = padded(end, padding);
    }
    return Optional.empty();
  }

  private static long padded(long size, int padding) {
    return (size + padding) & ~(long) padding;
  }

  private static byte[] slice(ByteBuffer bytes, int from, int length) {
    byte[] slice = new byte[length];
    bytes.get(from, slice);
    return slice;
  }
}
