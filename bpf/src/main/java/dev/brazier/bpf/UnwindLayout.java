package dev.brazier.bpf;

/**
 * The wire format of unwind tables, the same as in {@code src/main/bpf/unwind.h}, which is its
 * source and explains it: a test compares them with the type information of the compiled object.
 */
final class UnwindLayout {
  static final int GRANULE_SHIFT = 10;
  static final int ROW_OFFSET_BITS = 16;
  static final int ROW_OFFSET_MASK = (1 << ROW_OFFSET_BITS) - 1;
  static final int TABLE_SLOT_BITS = 14;

  /** Of {@code file_state.table}; {@code enum table_state}. */
  static final int TABLE_PENDING = 0;

  static final int TABLE_NONE = 1 << TABLE_SLOT_BITS;
  static final int TABLE_REFUSED = 2 << TABLE_SLOT_BITS;

  private UnwindLayout() {}

  /** {@code struct unwind_rule}. */
  static final class UnwindRule {
    static final int CFA_OFFSET = 0;
    static final int CFA_ADDEND = 4;
    static final int FP_OFFSET = 8;
    static final int RA_OFFSET = 12;
    static final int CFA = 16;
    static final int CFA_REGISTER = 17;
    static final int FP = 18;
    static final int RA = 19;
    static final int BYTES = 20;

    private UnwindRule() {}
  }

  /** {@code struct unwind_table}. */
  static final class UnwindTable {
    static final int HANDLE = 0;
    static final int FIRST_GRANULE = 4;
    static final int GRANULES = 8;
    static final int FIRST_INDEX = 12;
    static final int BYTES = 16;

    private UnwindTable() {}
  }
}
