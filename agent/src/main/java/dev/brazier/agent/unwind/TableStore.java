package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.TableHandle;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.UnwindTables;
import dev.brazier.bpf.UnwindTables.Stored;
import dev.brazier.bpf.UnwindUsage;

/** Where unwind tables go: the kernel's memory, or that of a test. */
public interface TableStore {

  /** Takes a copy of a table, which no file uses yet. */
  Stored store(UnwindRows rows);

  /** The kernel walks the file with the table from now on. */
  void use(FileSighting file, TableHandle table);

  /** The file has no unwind information. */
  void none(FileSighting file);

  /** The file gets no table. */
  void refuse(FileSighting file);

  /** Takes a table away from all its files; the kernel asks for them again. */
  void remove(TableHandle table);

  /** Returns when the room of removed tables can be used. */
  void awaitFreed();

  UnwindUsage usage();

  /** The kernel's. */
  static TableStore of(UnwindTables tables) {
    return new KernelTables(tables);
  }

  /** Passes everything on. */
  record KernelTables(UnwindTables tables) implements TableStore {

    /** A walk may use a table for this long after it was removed, and a little more. */
    private static final long FREED_MILLIS = 105;

    @Override
    public Stored store(UnwindRows rows) {
      return tables.store(rows);
    }

    @Override
    public void use(FileSighting file, TableHandle table) {
      tables.use(file, table);
    }

    @Override
    public void none(FileSighting file) {
      tables.none(file);
    }

    @Override
    public void refuse(FileSighting file) {
      tables.refuse(file);
    }

    @Override
    public void remove(TableHandle table) {
      tables.remove(table);
    }

    @Override
    public void awaitFreed() {
      try {
        Thread.sleep(FREED_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public UnwindUsage usage() {
      return tables.usage();
    }
  }
}
