package dev.brazier.container.golang;

import static dev.brazier.container.elf.MalformedElfException.malformed;

import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;

/** Goes through the functions of a line table, in the order of their addresses. */
public final class GoFunctions {
  private static final int WRITES_STACK_POINTER = 2; // abi.FuncFlagSPWrite

  private final TableLayout layout;
  private final PartReader addresses;
  private final PartReader records;
  private final long first; // of the list of addresses, in its part
  private final long count;
  private final long base;
  private long next;
  private long address;
  private long size;
  private long record;

  /**
   * Where the list of addresses begins, how many there are, and what they are relative to; one more
   * follows, that of the end of the last function.
   */
  record Extent(long first, long count, long base) {}

  GoFunctions(TableLayout layout, PartReader addresses, PartReader records, Extent extent) {
    this.layout = layout;
    this.addresses = addresses;
    this.records = records;
    this.first = extent.first();
    this.base = extent.base();
    long room = addresses.size() / (2L * layout.addressBytes);
    this.count = Math.max(0, Math.min(extent.count(), room));
  }

  /** Goes to the next function; false behind the last one. One that has no bytes is left out. */
  public boolean next() throws IOException, MalformedElfException {
    while (next < count) {
      address = base + number(2 * next);
      moveTo(number(2 * next + 1));
      next++;
      size = base + number(2 * next) - address;
      if (size > 0) {
        return true;
      }
    }
    return false;
  }

  /** Records have the order of the functions: jumps would cost a read of the file each. */
  private void moveTo(long next) throws MalformedElfException {
    if (next < record) {
      throw malformed("line table: functions are not in order");
    }
    record = next;
  }

  private long number(long index) throws IOException, MalformedElfException {
    long at = first + index * layout.addressBytes;
    return layout.addressBytes == Integer.BYTES
        ? Integer.toUnsignedLong(addresses.int32(at))
        : addresses.int64(at);
  }

  /** The ELF address of its first byte. */
  public long address() {
    return address;
  }

  /** The number of bytes up to the next function. */
  public long size() {
    return size;
  }

  /** The offset of its name among the names. */
  public int name() throws IOException, MalformedElfException {
    return records.int32(record + layout.nameAt);
  }

  /** The offset of its rows among the stack deltas. */
  public int stackDeltas() throws IOException, MalformedElfException {
    return records.int32(record + layout.stackDeltasAt);
  }

  /** Whether it sets the stack pointer to what its rows do not tell, as to another stack. */
  public boolean writesStackPointer() throws IOException, MalformedElfException {
    return layout.flagsAt >= 0
        && (records.uint8(record + layout.flagsAt) & WRITES_STACK_POINTER) != 0;
  }
}
