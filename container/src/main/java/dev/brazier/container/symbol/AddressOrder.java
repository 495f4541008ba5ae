package dev.brazier.container.symbol;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The order of addresses that belong to the entries of several parallel arrays. */
final class AddressOrder {
  private AddressOrder() {}

  /**
   * Sorts the first {@code count} addresses as unsigned numbers, equal ones in their given order.
   *
   * @return the indices in that order
   */
  static int[] of(long[] addresses, int count) {
    long least = -1L; // the largest unsigned number
    long most = 0;
    for (int i = 0; i < count; i++) {
      least = Long.compareUnsigned(addresses[i], least) < 0 ? addresses[i] : least;
      most = Long.compareUnsigned(addresses[i], most) > 0 ? addresses[i] : most;
    }
    int indexBits = 32 - Integer.numberOfLeadingZeros(Math.max(count - 1, 1));
    long span = most - least;
    boolean fits = count == 0 || (span >= 0 && span < 1L << (63 - indexBits));
    return fits ? packed(addresses, count, least, indexBits) : boxed(addresses, count);
  }

  /** The usual case: a distance and an index fit in one number, which sorts without objects. */
  private static int[] packed(long[] addresses, int count, long least, int indexBits) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = (addresses[i] - least) << indexBits | i;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) (keys[i] & ((1L << indexBits) - 1));
    }
    return order;
  }

  /** Addresses too far apart, as on arm64 with a randomized kernel. */
  private static int[] boxed(long[] addresses, int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> addresses[i], Long::compareUnsigned))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
