package dev.brazier.container.unwind;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A copied part of a stack. */
final class StackBytes {
  private final long start;
  private final ByteBuffer bytes;

  /**
   * @param start the runtime address of the buffer's first byte
   * @param bytes little-endian, from 0 to the limit
   */
  StackBytes(long start, ByteBuffer bytes) {
    this.start = start;
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether so many words from an address on are there. */
  boolean has(long address, int words) {
    long at = address - start;
    return at >= 0 && at <= bytes.limit() - (long) words * Long.BYTES;
  }

  /** The word at an address where there {@linkplain #has is one}. */
  long word(long address) {
    return bytes.getLong((int) (address - start));
  }
}
