package dev.brazier.container.symbol;

/**
 * One stub of a procedure linkage table.
 *
 * @param address its ELF address
 * @param size in bytes
 * @param slot the ELF address of the slot it jumps through, or -1 where it only knows its
 *     relocation
 * @param relocation the index of its relocation in {@code .rela.plt}, or -1
 */
record PltStub(long address, int size, long slot, int relocation) {
  static PltStub throughSlot(long address, int size, long slot) {
    return new PltStub(address, size, slot, -1);
  }

  static PltStub ofRelocation(long address, int size, int relocation) {
    return new PltStub(address, size, -1, relocation);
  }
}
