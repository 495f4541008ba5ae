package dev.brazier.bpf;

/**
 * A thread's name as it lies in a record: 16 bytes, filled up with NULs.
 *
 * @param low the first eight as a little-endian number
 * @param high the other eight
 */
record CommBytes(long low, long high) {
  /** The last byte is always NUL. */
  private static final int MOST = SampleLayout.COMM_BYTES - 1;

  /** What is too long is cut. */
  static CommBytes of(byte[] name, int length) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < Math.min(length, MOST); i++) {
      long shifted = Byte.toUnsignedLong(name[i]) << (8 * (i % Long.BYTES));
      if (i < Long.BYTES) {
        low |= shifted;
      } else {
        high |= shifted;
      }
    }
    return new CommBytes(low, high);
  }
}
