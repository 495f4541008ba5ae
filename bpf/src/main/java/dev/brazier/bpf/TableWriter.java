package dev.brazier.bpf;

import static dev.brazier.bpf.UnwindLayout.GRANULE_SHIFT;
import static dev.brazier.bpf.UnwindLayout.ROW_OFFSET_BITS;
import static dev.brazier.bpf.UnwindLayout.ROW_OFFSET_MASK;

import java.nio.IntBuffer;

/**
 * Writes rows and index as the walk reads them, see {@code unwind.h}. Rows go through a small array
 * in bulk: a buffer's own bounds checks, 130,000 times, are slow until they are compiled.
 */
final class TableWriter {
  private final IntBuffer rows;
  private final IntBuffer index;
  private final char noCfi;
  private final int[] chunk = new int[4096];

  /**
   * Writes into the arrays of all tables.
   *
   * @param noCfi number of the rule {@link WalkRule#NO_CFI}
   */
  TableWriter(IntBuffer rows, IntBuffer index, char noCfi) {
    this.rows = rows;
    this.index = index;
    this.noCfi = noCfi;
  }

  /** How many rows the table takes: one more where the first does not begin its granule. */
  static int rowsOf(UnwindRows table) {
    return table.size() + (table.beginsWithItsGranule() ? 0 : 1);
  }

  /** How many index entries the table takes. */
  static int indexEntriesOf(UnwindRows table) {
    return table.granules() + 1;
  }

  /**
   * Writes a table.
   *
   * @param numbers what the kernel calls each rule of the table's dictionary
   * @param firstRow where its {@link #rowsOf} rows begin
   * @param firstIndex where its {@link #indexEntriesOf} index entries begin
   */
  void write(UnwindRows table, char[] numbers, int firstRow, int firstIndex) {
    int row = firstRow;
    int entry = firstIndex;
    if (!table.beginsWithItsGranule()) {
      rows.put(row, row((long) table.firstGranule() << GRANULE_SHIFT, noCfi));
      index.put(entry++, row++);
    }
    writeRows(table, numbers, row);
    writeIndex(table, row, firstIndex, entry);
  }

  private void writeRows(UnwindRows table, char[] numbers, int firstRow) {
    for (int done = 0; done < table.size(); done += chunk.length) {
      int count = Math.min(chunk.length, table.size() - done);
      pack(table, numbers, done, count);
      rows.put(firstRow + done, chunk, 0, count);
    }
  }

  private void pack(UnwindRows table, char[] numbers, int from, int count) {
    long[] offsets = table.offsets();
    char[] rules = table.rules();
    for (int i = 0; i < count; i++) {
      chunk[i] = row(offsets[from + i], numbers[rules[from + i]]);
    }
  }

  private static int row(long offset, char rule) {
    return ((int) offset & ROW_OFFSET_MASK) | (rule << ROW_OFFSET_BITS);
  }

  /** Entry g is the first row at or after granule g; the last says where the rows end. */
  private void writeIndex(UnwindRows table, int firstRow, int firstIndex, int nextEntry) {
    int entry = nextEntry;
    long[] offsets = table.offsets();
    int entryOfGranuleZero = firstIndex - table.firstGranule();
    for (int i = 0; i < offsets.length; i++) {
      int last = entryOfGranuleZero + (int) (offsets[i] >>> GRANULE_SHIFT);
      while (entry <= last) {
        index.put(entry++, firstRow + i);
      }
    }
    index.put(entry, firstRow + offsets.length);
  }
}
