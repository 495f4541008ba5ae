package dev.brazier.bpf;

/**
 * How full the memory for unwind tables is.
 *
 * @param rows of stored tables, each table's rounded up to an even number
 * @param index entries of stored tables, rounded likewise
 * @param rules different rules that were ever stored; they are never removed
 * @param tables stored now
 */
public record UnwindUsage(Share rows, Share index, Share rules, Share tables) {

  /** How many are used, and how many there can be. */
  public record Share(long used, long capacity) {}

  /** What the stored tables' rows and index take, in bytes. */
  public long bytes() {
    return (rows.used + index.used) * Integer.BYTES;
  }

  /** What all tables' rows and index may take, in bytes. */
  public long capacityBytes() {
    return (rows.capacity + index.capacity) * Integer.BYTES;
  }
}
