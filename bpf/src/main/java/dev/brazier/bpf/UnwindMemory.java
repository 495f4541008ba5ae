package dev.brazier.bpf;

import dev.brazier.bpf.UnwindLayout.UnwindTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The memory of the maps that hold unwind tables, shared with the kernel: writing there is all it
 * takes to change them. Closing it takes the memory away, after which nothing may touch it.
 *
 * @param rows two rows in each value of {@code unwind_rows}
 * @param index two entries in each value of {@code unwind_index}
 * @param rules of {@code unwind_rules}
 * @param tables of {@code unwind_tables}
 * @param pages to be unmapped at the end
 */
record UnwindMemory(
    ArrayMemory rows, ArrayMemory index, ByteBuffer rules, ByteBuffer tables, CloseStack pages)
    implements AutoCloseable {
  /** The least and the most that {@link #size} takes, in bytes: a buffer has at most 2 GiB. */
  static final long LEAST_BYTES = SamplerConfig.LEAST_UNWIND_BYTES;

  static final long MOST_BYTES = 2L << 30;

  private static final String ROWS = "unwind_rows";
  private static final String INDEX = "unwind_index";
  private static final String RULES = "unwind_rules";
  private static final String TABLES = "unwind_tables";

  /** A file's code has some seven rows in each KiB, which is what an index entry stands for. */
  private static final int INDEX_PART = 8;

  UnwindMemory {
    rules = rules.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    tables = tables.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Plain memory that stands for the maps. */
  UnwindMemory(
      ByteBuffer rows, ByteBuffer index, ByteBuffer rules, ByteBuffer tables, CloseStack pages) {
    this(ArrayMemory.of(rows), ArrayMemory.of(index), rules, tables, pages);
  }

  /**
   * Makes the maps of an object that is not yet loaded as large as they shall be.
   *
   * @param bytes of rows and index together
   * @throws IllegalArgumentException when that is not 1 MiB to 2 GiB
   */
  static void size(BpfObject opened, long bytes) {
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("unwind tables of " + bytes + " bytes");
    }
    int values = Math.toIntExact(bytes / Long.BYTES);
    opened.resize(ROWS, values - values / INDEX_PART);
    opened.resize(INDEX, values / INDEX_PART);
  }

  /**
   * Makes the maps as small as can be, for an object that is not yet loaded and walks no tables.
   */
  static void leaveOut(BpfObject opened) {
    for (String map : List.of(ROWS, INDEX, RULES, TABLES)) {
      opened.resize(map, 1);
    }
  }

  /**
   * Maps the memory of a loaded object, which must stay open for as long.
   *
   * @throws BpfException when the kernel refuses
   */
  static UnwindMemory of(BpfObject loaded) {
    CloseStack pages = new CloseStack();
    try {
      return new UnwindMemory(
          share(loaded.map(ROWS), Long.BYTES, pages),
          share(loaded.map(INDEX), Long.BYTES, pages),
          share(loaded.map(RULES), RuleDictionary.STRIDE, pages).whole(),
          share(loaded.map(TABLES), UnwindTable.BYTES, pages).whole(),
          pages);
    } catch (RuntimeException e) {
      pages.close();
      throw e;
    }
  }

  private static ArrayMemory share(BpfMap map, int stride, CloseStack pages) {
    SharedArray array = pages.own(SharedArray.of(map));
    if (array.stride() != stride) {
      throw new IllegalArgumentException(
          "values of BPF map %s take %d bytes, not %d"
              .formatted(map.name(), array.stride(), stride));
    }
    return array;
  }

  @Override
  public void close() {
    pages.close();
  }
}
