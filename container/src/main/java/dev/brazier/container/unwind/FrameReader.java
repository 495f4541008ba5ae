package dev.brazier.container.unwind;

/** Reads numbers, little-endian, from a range of a section, and never outside of it. */
final class FrameReader {
  private static final int LONGEST_LEB128 = 10; // bytes that hold 64 bits

  private final byte[] bytes;
  private int position;
  private int limit;

  FrameReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Goes on at {@code from}, up to {@code to}: both inside the section. */
  void enter(int from, int to) {
    if (from < 0 || from > to || to > bytes.length) {
      throw new IndexOutOfBoundsException(from + " to " + to + " of " + bytes.length);
    }
    position = from;
    limit = to;
  }

  /** The number of bytes of the section. */
  int size() {
    return bytes.length;
  }

  /** The byte at a position that was read before. */
  byte at(int earlier) {
    return bytes[earlier];
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  boolean hasMore() {
    return position < limit;
  }

  int remaining() {
    return limit - position;
  }

  void skip(long length) throws MalformedFrameException {
    require(length);
    position += (int) length;
  }

  int u8() throws MalformedFrameException {
    if (position >= limit) {
      throw ended();
    }
    return bytes[position++] & 0xff;
  }

  int u16() throws MalformedFrameException {
    require(2);
    int value = (bytes[position] & 0xff) | (bytes[position + 1] & 0xff) << 8;
    position += 2;
    return value;
  }

  int s32() throws MalformedFrameException {
    require(4);
    int p = position;
    position = p + 4;
    return (bytes[p] & 0xff)
        | (bytes[p + 1] & 0xff) << 8
        | (bytes[p + 2] & 0xff) << 16
        | bytes[p + 3] << 24;
  }

  long u32() throws MalformedFrameException {
    return s32() & 0xffff_ffffL;
  }

  long u64() throws MalformedFrameException {
    long low = u32();
    return low | (long) s32() << 32;
  }

  /** An unsigned LEB128; bits beyond the 64th are dropped. */
  long uleb() throws MalformedFrameException {
    int first = u8();
    if (first < 0x80) {
      return first;
    }
    long value = first & 0x7f;
    for (int count = 1; count < LONGEST_LEB128; count++) {
      int next = u8();
      value |= (long) (next & 0x7f) << (7 * count);
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedFrameException("number of too many bytes");
  }

  /** A signed LEB128. */
  long sleb() throws MalformedFrameException {
    long value = 0;
    for (int count = 0; count < LONGEST_LEB128; count++) {
      int next = u8();
      value |= (long) (next & 0x7f) << (7 * count);
      if (next < 0x80) {
        int bits = 7 * (count + 1);
        return bits < Long.SIZE && (next & 0x40) != 0 ? value | -1L << bits : value;
      }
    }
    throw new MalformedFrameException("number of too many bytes");
  }

  /** An unsigned LEB128 that is a length of what follows: checked against what there is. */
  int length() throws MalformedFrameException {
    long length = uleb();
    require(length);
    return (int) length;
  }

  private void require(long length) throws MalformedFrameException {
    if (length < 0 || length > limit - position) {
      throw ended();
    }
  }

  private static MalformedFrameException ended() {
    return new MalformedFrameException("entry ends inside a field");
  }
}
