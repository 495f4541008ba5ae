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
  private final ArrayMemory rows;
  private final ArrayMemory index;
  private final char noCfi;
  private final int[] chunk = new int[4096];

  /**
   * Writes into the arrays of all tables.
   *
   * @param noCfi number of the rule {@link WalkRule#NO_CFI}
   */
  TableWriter(ArrayMemory rows, ArrayMemory index, char noCfi) {
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
    rows.write(
        firstRow * Integer.BYTES,
        rowsOf(table) * Integer.BYTES,
        bytes -> writeRows(table, numbers, bytes.asIntBuffer()));
    index.write(
        firstIndex * Integer.BYTES,
        indexEntriesOf(table) * Integer.BYTES,
        bytes -> writeIndex(table, firstRow, bytes.asIntBuffer()));
  }

  private void writeRows(UnwindRows table, char[] numbers, IntBuffer to) {
    if (!table.beginsWithItsGranule()) {
      to.put(row((long) table.firstGranule() << GRANULE_SHIFT, noCfi));
    }
    for (int done = 0; done < table.size(); done += chunk.length) {
      int count = Math.min(chunk.length, table.size() - done);
      pack(table, numbers, done, count);
      to.put(chunk, 0, count);
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
  private static void writeIndex(UnwindRows table, int firstRow, IntBuffer to) {
    int row = firstRow;
    if (!table.beginsWithItsGranule()) {
      to.put(row++);
    }
    for (long offset : table.offsets()) {
      int granule = (int) (offset >>> GRANULE_SHIFT) - table.firstGranule();
      while (to.position() <= granule) {
        to.put(row);
      }
      row++;
    }
    to.put(row);
  }
}
