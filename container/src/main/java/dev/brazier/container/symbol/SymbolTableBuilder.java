package dev.brazier.container.symbol;

import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Collects the symbols of one file from all its tables and decides which of them owns which
 * address.
 *
 * <p>Of several symbols at one address, in this order: a function beats an untyped symbol; one with
 * a size beats one without; an exported one beats a local one; fewer leading underscores ({@code
 * malloc} beats {@code __libc_malloc}); global beats weak; the longer name; the first in byte order
 * (a C++ constructor's C1 beats its C2); the one added first. Names count only where both are at
 * hand: not in a {@link StringTable} of over 1 MB, whose aliases are nearly all such constructors.
 *
 * <p>A symbol without a size ends where the next one starts, or with its section. An untyped one
 * without a size inside a function that has one is a label and is left out.
 */
final class SymbolTableBuilder {
  static final int FUNCTION = 8;
  private static final int SIZED = 4;
  static final int EXPORTED = 2;
  static final int GLOBAL = 1;
  private static final int MOST_SYMBOLS = 2 << 20; // 36 MB while building, 24 MB afterwards
  private static final int KIND = FUNCTION | SIZED | EXPORTED;

  private final CodeRanges code;
  private final SymbolNames names;

  /** The distance from the base above the index of the symbol: sorted as one number. */
  private long[] keys = new long[1024];

  private int[] sizes = new int[1024];
  private int[] nameReferences = new int[1024];
  private byte[] ranks = new byte[1024];
  private int count;
  private long leftOut;
  private long bytesClaimed;

  SymbolTableBuilder(CodeRanges code, SymbolNames names) {
    this.code = code;
    this.names = names;
  }

  CodeRanges code() {
    return code;
  }

  SymbolNames names() {
    return names;
  }

  /** The sum of all sizes, in bytes: what the symbols cover, aliases counted twice. */
  long bytesClaimed() {
    return bytesClaimed;
  }

  /** The number of symbols that came after the last one there is room for. */
  long leftOut() {
    return leftOut;
  }

  /** Whether there is code at that ELF address. */
  boolean isCode(long elfAddress) {
    return code.endOfRangeAt(elfAddress - code.base()) >= 0;
  }

  /**
   * Adds a symbol whose address {@link #isCode}.
   *
   * @param size in bytes, unsigned; 0 where unknown
   * @param name a reference into the names
   * @param rank the sum of {@link #FUNCTION}, {@link #EXPORTED} and {@link #GLOBAL} as they apply
   */
  void add(long elfAddress, long size, int name, int rank) {
    if (count == MOST_SYMBOLS) {
      leftOut++;
      return;
    }
    if (count == keys.length) {
      int larger = count + (count >> 1);
      keys = Arrays.copyOf(keys, larger);
      sizes = Arrays.copyOf(sizes, larger);
      nameReferences = Arrays.copyOf(nameReferences, larger);
      ranks = Arrays.copyOf(ranks, larger);
    }
    long distance = elfAddress - code.base();
    // The top bit is turned so that unsigned distances sort as signed numbers.
    keys[count] = (distance << 32 | count) ^ Long.MIN_VALUE;
    sizes[count] = (int) (size >>> 32 == 0 ? size : 0xffff_ffffL);
    nameReferences[count] = name;
    ranks[count] = (byte) (size == 0 ? rank : rank | SIZED);
    bytesClaimed += Integer.toUnsignedLong(sizes[count]);
    count++;
  }

  /** Sorts and settles what was added. */
  SymbolTable build() throws IOException, MalformedElfException {
    long[] sorted = Arrays.copyOf(keys, count);
    Arrays.sort(sorted);
    RangeSweep sweep = new RangeSweep(count);
    for (int i = 0; i < count; ) {
      long distance = distance(sorted[i]);
      int best = index(sorted[i]);
      for (i++; i < count && distance(sorted[i]) == distance; i++) {
        best = better(best, index(sorted[i]));
      }
      long end = code.endOfRangeAt(distance);
      boolean function = (ranks[best] & FUNCTION) != 0;
      sweep.add(distance, Integer.toUnsignedLong(sizes[best]), end, nameReferences[best], function);
    }
    return sweep.finish(code.base(), names);
  }

  private static long distance(long key) {
    return (key ^ Long.MIN_VALUE) >>> 32;
  }

  private static int index(long key) {
    return (int) key;
  }

  private int better(int a, int b) throws IOException, MalformedElfException {
    int kinds = Integer.compare(ranks[a] & KIND, ranks[b] & KIND);
    if (kinds != 0) {
      return kinds > 0 ? a : b;
    }
    if (!names.isHeld(nameReferences[a]) || !names.isHeld(nameReferences[b])) {
      return a;
    }
    byte[] nameA = names.bytes(nameReferences[a]);
    byte[] nameB = names.bytes(nameReferences[b]);
    int order = Integer.compare(underscores(nameB), underscores(nameA));
    if (order == 0) {
      order = Integer.compare(ranks[a] & GLOBAL, ranks[b] & GLOBAL);
    }
    if (order == 0) {
      order = Integer.compare(nameA.length, nameB.length);
    }
    if (order == 0) {
      order = Arrays.compareUnsigned(nameB, nameA);
    }
    return order >= 0 ? a : b;
  }

  private static int underscores(byte[] name) {
    int n = 0;
    while (n < name.length && name[n] == '_') {
      n++;
    }
    return n;
  }
}
