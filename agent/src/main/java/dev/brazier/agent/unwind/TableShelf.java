package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.TableHandle;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.UnwindTables.Shortage;
import dev.brazier.bpf.UnwindTables.Stored;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tables that are stored, and the files that use each. Files of the same build share a table.
 * When the room is used up, the tables whose files were not sampled for longest give way; what was
 * sampled just now never does.
 *
 * <p>One thread uses it.
 */
final class TableShelf {

  /** A table that a sample needed within this time stays. */
  static final long IN_USE_NANOS = 5_000_000_000L;

  /** Room is made for more than the one table that needs it: it takes a while to be usable. */
  private static final int EIGHTH = 8;

  private static final int GRANULE_SHIFT = 10;

  private final TableStore store;
  private final LongSupplier nanoTime;
  private final Set<Table> tables = new HashSet<>();
  private final Map<CodeIdentity, Table> byIdentity = new HashMap<>();
  private final Map<Integer, Table> byFile = new HashMap<>();
  private int evicted;

  TableShelf(TableStore store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** A stored table; removed or not. */
  static final class Table {
    private final TableHandle handle;
    private final long rows;
    private final long granules;
    private final Set<Integer> files = new HashSet<>();
    private final Set<CodeIdentity> identities = new HashSet<>();
    private boolean sampled;
    private long sampledNanos;

    private Table(TableHandle handle, UnwindRows rows) {
      this.handle = handle;
      long[] offsets = rows.offsets();
      this.rows = offsets.length;
      this.granules = ((offsets[offsets.length - 1] - offsets[0]) >> GRANULE_SHIFT) + 2;
    }

    private long takes(Shortage shortage) {
      return switch (shortage) {
        case ROWS -> rows;
        case INDEX -> granules;
        case TABLES -> 1;
        case RULES -> 0;
      };
    }
  }

  /** The table of a file of the same build. */
  Optional<Table> find(CodeIdentity identity) {
    return Optional.ofNullable(byIdentity.get(identity));
  }

  /** Whether the file has a table. */
  boolean has(FileSighting file) {
    return byFile.containsKey(file.fileId());
  }

  /** How many files have a table. */
  int files() {
    return byFile.size();
  }

  /** Tables that had to give way so far. */
  int evicted() {
    return evicted;
  }

  /** Stores a table if there is room for it. */
  Optional<Table> put(Optional<CodeIdentity> identity, UnwindRows rows) {
    return stored(store.store(rows), identity, rows);
  }

  /**
   * Stores a table, and makes room for it if need be and if it can be made.
   *
   * @return empty when all tables are in use, or this one is larger than the room for all
   */
  Optional<Table> putMakingRoom(Optional<CodeIdentity> identity, UnwindRows rows) {
    Stored outcome = store.store(rows);
    while (outcome instanceof Stored.Full full && makeRoom(full)) {
      store.awaitFreed();
      outcome = store.store(rows);
    }
    return stored(outcome, identity, rows);
  }

  private Optional<Table> stored(Stored outcome, Optional<CodeIdentity> identity, UnwindRows rows) {
    if (!(outcome instanceof Stored.At at)) {
      return Optional.empty();
    }
    Table table = new Table(at.table(), rows);
    tables.add(table);
    identity.ifPresent(
        id -> {
          byIdentity.put(id, table);
          table.identities.add(id);
        });
    return Optional.of(table);
  }

  /** Has a file walked with a table. */
  void use(FileSighting file, Table table) {
    store.use(file, table.handle);
    Table before = byFile.put(file.fileId(), table);
    if (before != null) {
      before.files.remove(file.fileId());
    }
    table.files.add(file.fileId());
  }

  /** As {@link #use}, by a sample that needs it now. */
  void useNow(FileSighting file, Table table) {
    use(file, table);
    stamp(table);
  }

  /** Samples met these files. */
  void sampled(int[] fileIds) {
    for (int fileId : fileIds) {
      Table table = byFile.get(fileId);
      if (table != null) {
        stamp(table);
      }
    }
  }

  private void stamp(Table table) {
    table.sampled = true;
    table.sampledNanos = nanoTime.getAsLong();
  }

  /** Whether trying again may help: something gave way, or will have given way in a moment. */
  private boolean makeRoom(Stored.Full full) {
    if (full.needed() > full.capacity() || full.shortage() == Shortage.RULES) {
      return false;
    }
    long wanted = Math.max(full.needed(), full.capacity() / EIGHTH) - full.freedSoon();
    boolean any = full.freedSoon() >= full.needed();
    for (Table table : idleLongestFirst()) {
      if (wanted <= 0) {
        break;
      }
      wanted -= table.takes(full.shortage());
      remove(table);
      any = true;
    }
    return any;
  }

  private List<Table> idleLongestFirst() {
    long now = nanoTime.getAsLong();
    return tables.stream()
        .filter(table -> !table.sampled || now - table.sampledNanos >= IN_USE_NANOS)
        .sorted(
            Comparator.<Table, Boolean>comparing(table -> table.sampled)
                .thenComparing(table -> table.sampledNanos - now))
        .toList();
  }

  private void remove(Table table) {
    store.remove(table.handle);
    tables.remove(table);
    table.identities.forEach(byIdentity::remove);
    table.files.forEach(byFile::remove);
    evicted++;
  }
}
