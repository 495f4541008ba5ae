package dev.brazier.bpf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the 16 bytes of a {@code comm} into a string, the same object for the same bytes as long as
 * no other comm takes its slot: the same few names arrive with every sample.
 */
final class Comms {
  private static final int SLOTS = 1024; // a power of two

  private final long[] low = new long[SLOTS];
  private final long[] high = new long[SLOTS];
  private final String[] names = new String[SLOTS];

  Comms() {
    Arrays.fill(names, ""); // what 16 zero bytes mean
  }

  /**
   * Decodes a name.
   *
   * @param first its first eight bytes as a little-endian number
   * @param second the other eight
   */
  String name(long first, long second) {
    int slot = slot(first, second);
    if (low[slot] != first || high[slot] != second) {
      low[slot] = first;
      high[slot] = second;
      names[slot] = decode(first, second);
    }
    return names[slot];
  }

  private static int slot(long first, long second) {
    long mixed = (first * 31 + second) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 54);
  }

  /** The kernel lets a process write any bytes but NUL: what is no UTF-8 becomes U+FFFD. */
  private static String decode(long first, long second) {
    byte[] text = new byte[SampleLayout.COMM_BYTES];
    int length = 0;
    while (length < text.length) {
      long half = length < Long.BYTES ? first : second;
      byte next = (byte) (half >>> (8 * (length % Long.BYTES)));
      if (next == 0) {
        break;
      }
      text[length++] = next;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }
}
