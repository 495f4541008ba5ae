package dev.brazier.bpf;

import dev.brazier.bpf.UnwindLayout.UnwindRule;
import dev.brazier.bpf.UnwindLayout.UnwindTable;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Finds the rule of a place as the walk in the kernel does, from the same bytes. */
final class TableLookup {
  private static final int HANDLE_SLOT = 0x3fff;

  private final ByteBuffer rows;
  private final ByteBuffer index;
  private final ByteBuffer rules;
  private final ByteBuffer tables;

  TableLookup(UnwindMemory memory) {
    rows = littleEndian(memory.rows().whole());
    index = littleEndian(memory.index().whole());
    rules = littleEndian(memory.rules());
    tables = littleEndian(memory.tables());
  }

  private static ByteBuffer littleEndian(ByteBuffer bytes) {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The rule; empty when the table is no longer there, or was removed meanwhile. */
  Optional<WalkRule> rule(int handle, long offset) {
    int slot = (handle & HANDLE_SLOT) * UnwindTable.BYTES;
    if (handle == 0 || tables.getInt(slot + UnwindTable.HANDLE) != handle) {
      return Optional.empty();
    }
    VarHandle.acquireFence();
    WalkRule rule = ruleInside(slot, offset);
    VarHandle.acquireFence();
    return tables.getInt(slot + UnwindTable.HANDLE) == handle
        ? Optional.of(rule)
        : Optional.empty();
  }

  private WalkRule ruleInside(int slot, long offset) {
    long granule = (offset >>> 10) - tables.getInt(slot + UnwindTable.FIRST_GRANULE);
    if (granule < 0 || granule >= tables.getInt(slot + UnwindTable.GRANULES)) {
      return WalkRule.NO_CFI;
    }
    int entry = tables.getInt(slot + UnwindTable.FIRST_INDEX) + (int) granule;
    int low = half(index, entry);
    int high = half(index, entry + 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((half(rows, middle) & 0xffff) <= (offset & 0xffff)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return decode((half(rows, low - 1) >>> 16) * 24);
  }

  /** As the kernel reads it: from the value of eight bytes that has two. */
  private static int half(ByteBuffer array, int number) {
    long pair = array.getLong(number / 2 * Long.BYTES);
    return (int) (pair >>> (number % 2 * Integer.SIZE));
  }

  private WalkRule decode(int at) {
    return new WalkRule(
        cfa(rules.get(at + UnwindRule.CFA)),
        Byte.toUnsignedInt(rules.get(at + UnwindRule.CFA_REGISTER)),
        rules.getInt(at + UnwindRule.CFA_OFFSET),
        rules.getInt(at + UnwindRule.CFA_ADDEND),
        saved(rules.get(at + UnwindRule.FP)),
        rules.getInt(at + UnwindRule.FP_OFFSET),
        saved(rules.get(at + UnwindRule.RA)),
        rules.getInt(at + UnwindRule.RA_OFFSET));
  }

  private static CfaRule cfa(byte number) {
    return Arrays.stream(CfaRule.values())
        .filter(rule -> rule.number == number)
        .findFirst()
        .orElseThrow();
  }

  private static SavedRule saved(byte number) {
    return Arrays.stream(SavedRule.values())
        .filter(rule -> rule.number == number)
        .findFirst()
        .orElseThrow();
  }
}
