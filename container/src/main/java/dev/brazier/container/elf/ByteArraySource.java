package dev.brazier.container.elf;

import java.nio.ByteBuffer;

/** A source over an array. */
final class ByteArraySource implements ByteSource {
  private final byte[] bytes;

  ByteArraySource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("negative position " + position);
    }
    if (position >= bytes.length) {
      return -1;
    }
    int length = (int) Math.min(into.remaining(), bytes.length - position);
    into.put(bytes, (int) position, length);
    return length;
  }
}
