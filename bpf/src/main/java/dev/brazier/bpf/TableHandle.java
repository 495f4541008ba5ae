package dev.brazier.bpf;

import static dev.brazier.bpf.UnwindLayout.TABLE_SLOT_BITS;

/**
 * Names a stored unwind table. A slot is used again after its table was removed; the serial number
 * tells its tables apart.
 *
 * @param word the slot, 1 to 16,383, and above it the serial number, 1 to 2^18 - 1
 */
public record TableHandle(int word) {
  private static final int LAST_SERIAL = (1 << (Integer.SIZE - TABLE_SLOT_BITS)) - 1;

  static TableHandle of(int slot, int serial) {
    return new TableHandle(serial << TABLE_SLOT_BITS | slot);
  }

  /** The serial number of a slot's next table; 1 follows the greatest. */
  static int serialAfter(int serial) {
    return serial % LAST_SERIAL + 1;
  }

  int slot() {
    return word & ((1 << TABLE_SLOT_BITS) - 1);
  }

  int serial() {
    return word >>> TABLE_SLOT_BITS;
  }

  @Override
  public String toString() {
    return "table " + slot() + "." + serial();
  }
}
