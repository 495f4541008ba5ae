package dev.brazier.container.golang;

import java.util.Optional;

/** How one span of Go versions lays its table out; offsets are bytes into a function's record. */
enum TableLayout {
  /** Absolute addresses, and one part that holds everything. */
  GO_1_2(0xffff_fffb, 8, 8, 20, -1),
  /** Absolute addresses. */
  GO_1_16(0xffff_fffa, 8, 8, 20, 41),
  /** Addresses relative to the start of the code. */
  GO_1_18(0xffff_fff0, 4, 4, 16, 37),
  /** The record has the line where the function starts, too. */
  GO_1_20(0xffff_fff1, 4, 4, 16, 41);

  /** What the table begins with. */
  final int magic;

  /** The bytes of an address, and of where its record is. */
  final int addressBytes;

  final int nameAt;
  final int stackDeltasAt;

  /** Where the byte of flags is, -1 where there is none. */
  final int flagsAt;

  TableLayout(int magic, int addressBytes, int nameAt, int stackDeltasAt, int flagsAt) {
    this.magic = magic;
    this.addressBytes = addressBytes;
    this.nameAt = nameAt;
    this.stackDeltasAt = stackDeltasAt;
    this.flagsAt = flagsAt;
  }

  boolean hasRelativeAddresses() {
    return addressBytes == Integer.BYTES;
  }

  static Optional<TableLayout> of(int magic) {
    for (TableLayout layout : values()) {
      if (layout.magic == magic) {
        return Optional.of(layout);
      }
    }
    return Optional.empty();
  }
}
