package dev.brazier.bpf;

import static dev.brazier.bpf.UnwindLayout.TABLE_NONE;
import static dev.brazier.bpf.UnwindLayout.TABLE_REFUSED;

import dev.brazier.bpf.TableSpace.Place;
import dev.brazier.bpf.UnwindLayout.UnwindTable;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The unwind tables that the kernel walks user stacks with.
 *
 * <p>A table is stored once and used by any number of files. Walks run meanwhile, on other CPUs,
 * and never see half a table: its handle is written after everything it stands for, and a walk
 * counts for nothing what it read while the handle changed. So this writes memory only, without a
 * system call, except for one per file that begins or ceases to use a table.
 *
 * <p>One thread is meant to store and remove, as who finds the memory full has to decide what to
 * remove; any may ask for the {@link #usage}. {@link Sampler#close} ends it all: later calls throw
 * {@link IllegalStateException}.
 */
public final class UnwindTables implements AutoCloseable {
  private final UnwindMemory memory;
  private final FileStates files;
  private final TableSpace space;
  private final RuleDictionary rules;
  private final TableWriter writer;
  private final int[] serials;

  /** By the word of its handle. */
  private final Map<Integer, Table> tables = new HashMap<>();

  /** By the file's number. */
  private final Map<Integer, Table> tableOfFile = new HashMap<>();

  private volatile UnwindUsage usage;
  private boolean closed;

  /** What there is too little of. */
  public enum Shortage {
    /** The memory for rows is full, or in pieces that are too small. */
    ROWS,
    /** The same of index entries, one for each KiB of a file from its first row to its last. */
    INDEX,
    /** The number of tables there can be. */
    TABLES,
    /** The number of different rules there can be; removing tables does not help. */
    RULES
  }

  /** What became of a table. */
  public sealed interface Stored {
    /** It is there, and to be used. */
    record At(TableHandle table) implements Stored {}

    /**
     * There is no room for it now.
     *
     * @param shortage of what
     * @param needed how many of it the table takes
     * @param capacity how many there can be of all tables; a table that needs more never fits
     * @param freedSoon how many removed tables had that become free within 100 ms
     */
    record Full(Shortage shortage, long needed, long capacity, long freedSoon) implements Stored {}
  }

  /** A stored table, with the files that use it by their number. */
  private record Table(Place place, Map<Integer, FileSighting> users) {}

  /** Of memory that no table is in. */
  UnwindTables(UnwindMemory memory, FileStates files, LongSupplier nanoClock) {
    this.memory = memory;
    this.files = files;
    int slots = memory.tables().capacity() / UnwindTable.BYTES;
    serials = new int[slots];
    space =
        new TableSpace(
            memory.rows().capacity() / Long.BYTES,
            memory.index().capacity() / Long.BYTES,
            slots,
            nanoClock);
    rules = new RuleDictionary(memory.rules());
    writer = new TableWriter(memory.rows(), memory.index(), rules.numberOf(WalkRule.NO_CFI));
    usage = measure();
  }

  /**
   * Copies a table into the kernel's memory. No file uses it yet.
   *
   * @throws IllegalStateException when the sampler is closed
   */
  public synchronized Stored store(UnwindRows rows) {
    requireOpen();
    Optional<Stored.Full> full = lacks(rows);
    if (full.isPresent()) {
      return full.get();
    }
    Place place = space.take(TableWriter.rowsOf(rows), TableWriter.indexEntriesOf(rows));
    char[] numbers = rules.numbersOf(rows.dictionary());
    writer.write(rows, numbers, place.firstRow(), place.firstIndex());
    TableHandle handle = nextHandle(place.slot());
    publish(rows, place, handle);
    tables.put(handle.word(), new Table(place, new HashMap<>()));
    usage = measure();
    return new Stored.At(handle);
  }

  private Optional<Stored.Full> lacks(UnwindRows rows) {
    int unknown = rules.unknown(rows.dictionary());
    if (unknown > rules.capacity() - rules.size()) {
      return Optional.of(new Stored.Full(Shortage.RULES, unknown, rules.capacity(), 0));
    }
    return space.lacks(TableWriter.rowsOf(rows), TableWriter.indexEntriesOf(rows));
  }

  private TableHandle nextHandle(int slot) {
    serials[slot] = TableHandle.serialAfter(serials[slot]);
    return TableHandle.of(slot, serials[slot]);
  }

  /** The slot after what it refers to, and its handle last of all. */
  private void publish(UnwindRows rows, Place place, TableHandle handle) {
    ByteBuffer slots = memory.tables();
    int at = place.slot() * UnwindTable.BYTES;
    slots.putInt(at + UnwindTable.FIRST_GRANULE, rows.firstGranule());
    slots.putInt(at + UnwindTable.GRANULES, rows.granules());
    slots.putInt(at + UnwindTable.FIRST_INDEX, place.firstIndex());
    VarHandle.releaseFence();
    slots.putInt(at + UnwindTable.HANDLE, handle.word());
  }

  /**
   * Lets the kernel walk a file with a table from now on, whatever it used before. The file counts
   * as {@link Sampler#answered answered}.
   *
   * @throws IllegalArgumentException when the table was removed
   * @throws BpfException when the kernel refuses; then nothing has changed
   */
  public synchronized void use(FileSighting file, TableHandle table) {
    requireOpen();
    Table used = stored(table);
    files.publish(file, table.word());
    part(file);
    used.users.put(file.fileId(), file);
    tableOfFile.put(file.fileId(), used);
  }

  /** Tells the kernel that a file has no unwind information at all. It counts as answered. */
  public synchronized void none(FileSighting file) {
    requireOpen();
    files.publish(file, TABLE_NONE);
    part(file);
  }

  /** Tells the kernel that a file's table cannot be made or stored. It counts as answered. */
  public synchronized void refuse(FileSighting file) {
    requireOpen();
    files.publish(file, TABLE_REFUSED);
    part(file);
  }

  /** Forgets which table a file used until now. */
  private void part(FileSighting file) {
    Table before = tableOfFile.remove(file.fileId());
    if (before != null) {
      before.users.remove(file.fileId());
    }
  }

  /**
   * Removes a table. The kernel asks again for the files that used it when it meets them; the
   * memory is used again after 100 ms.
   *
   * @throws IllegalArgumentException when the table was removed before
   * @throws BpfException when the kernel refuses; then the table is still there, and can be removed
   */
  public synchronized void remove(TableHandle table) {
    requireOpen();
    Table removed = stored(table);
    for (FileSighting file : removed.users.values()) {
      files.withdraw(file);
      tableOfFile.remove(file.fileId());
    }
    int at = removed.place.slot() * UnwindTable.BYTES;
    memory.tables().putInt(at + UnwindTable.HANDLE, 0);
    VarHandle.releaseFence();
    tables.remove(table.word());
    space.giveBack(removed.place);
    usage = measure();
  }

  private Table stored(TableHandle handle) {
    @Nullable Table table = tables.get(handle.word());
    if (table == null) {
      throw new IllegalArgumentException(handle + " is not stored");
    }
    return table;
  }

  /** How full the memory is, as of the last table stored or removed. */
  public UnwindUsage usage() {
    return usage;
  }

  private UnwindUsage measure() {
    return new UnwindUsage(
        space.rows(),
        space.index(),
        new UnwindUsage.Share(rules.size(), rules.capacity()),
        space.tables());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the unwind tables are closed");
    }
  }

  /** Waits for a call on another thread to end; the kernel's tables stay as they are. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      memory.close();
    }
  }
}
