package dev.brazier.container.symbol;

import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The code symbols of one file as disjoint ranges in three arrays: 12 bytes a symbol and a binary
 * search.
 *
 * <p>Where a symbol lies inside another, the inner one owns its range, and what is left of the
 * outer one behind it becomes a range of its own that points back. So every look-up is one search,
 * however deep a (hostile) file nests its symbols. {@link SymbolTableBuilder} decides who owns
 * what.
 */
public final class SymbolTable {
  /** Distances from the base, made signed so that they sort as unsigned ones. */
  private final int[] starts;

  /** Lengths in bytes; unsigned. */
  private final int[] lengths;

  /** References to names, or the complement of the index of the range this one continues. */
  private final int[] names;

  private final long base;
  private final SymbolNames nameBytes;
  private final int symbols;

  SymbolTable(long base, int[] starts, int[] lengths, int[] names, SymbolNames nameBytes) {
    this.base = base;
    this.starts = starts;
    this.lengths = lengths;
    this.names = names;
    this.nameBytes = nameBytes;
    this.symbols = (int) Arrays.stream(names).filter(name -> name >= 0).count();
  }

  static SymbolTable empty() {
    return new SymbolTable(0, new int[0], new int[0], new int[0], new SymbolNames());
  }

  static int sortable(long distance) {
    return (int) distance ^ Integer.MIN_VALUE;
  }

  /** The number of symbols, aliases of one address counted once. */
  public int size() {
    return symbols;
  }

  /** The memory the table occupies, in bytes, names that are held included. */
  public long memory() {
    return 12L * starts.length + nameBytes.memory();
  }

  /** The index of the range that holds an ELF address, or -1. */
  int find(long elfAddress) {
    long distance = elfAddress - base;
    if (distance < 0 || distance > 0xffff_ffffL) {
      return -1;
    }
    int found = Arrays.binarySearch(starts, sortable(distance));
    int range = found >= 0 ? found : -found - 2;
    return range >= 0 && distance - start(range) < Integer.toUnsignedLong(lengths[range])
        ? range
        : -1;
  }

  /** The name at an ELF address, or the reason {@link UnnamedReason#NO_SYMBOL_AT_ADDRESS}. */
  public Symbolization symbolize(long elfAddress) {
    int range = find(elfAddress);
    if (range < 0) {
      return new Symbolization.Unnamed(UnnamedReason.NO_SYMBOL_AT_ADDRESS);
    }
    int head = names[range] < 0 ? ~names[range] : range;
    try {
      byte[] name = nameBytes.bytes(names[head]);
      return new Symbolization.Named(
          new String(name, StandardCharsets.UTF_8),
          elfAddress - base - start(head),
          nameBytes.source(names[head]));
    } catch (IOException | MalformedElfException e) {
      // The name was there when the table was built: the file changed or was closed since.
      return new Symbolization.Unnamed(UnnamedReason.FILE_UNREADABLE);
    }
  }

  private long start(int range) {
    return Integer.toUnsignedLong(starts[range] ^ Integer.MIN_VALUE);
  }
}
