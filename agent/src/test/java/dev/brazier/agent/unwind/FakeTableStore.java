package dev.brazier.agent.unwind;

import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.TableHandle;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.UnwindTables.Shortage;
import dev.brazier.bpf.UnwindTables.Stored;
import dev.brazier.bpf.UnwindUsage;
import dev.brazier.bpf.UnwindUsage.Share;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps account of what it was told; the room of removed tables is free after a wait only. */
final class FakeTableStore implements TableStore {

  /** By file number: a handle, {@code none}, {@code refused}, or {@code pending}. */
  final Map<Integer, String> files = new LinkedHashMap<>();

  private final Map<TableHandle, Integer> tables = new HashMap<>();
  private final long capacity;
  private long used;
  private long freed;
  private int serial;

  FakeTableStore(long capacity) {
    this.capacity = capacity;
  }

  @Override
  public Stored store(UnwindRows rows) {
    if (used + freed + rows.size() > capacity) {
      return new Stored.Full(Shortage.ROWS, rows.size(), capacity, freed);
    }
    TableHandle handle = new TableHandle(++serial);
    tables.put(handle, rows.size());
    used += rows.size();
    return new Stored.At(handle);
  }

  @Override
  public void use(FileSighting file, TableHandle table) {
    if (!tables.containsKey(table)) {
      throw new IllegalArgumentException(table + " is not stored");
    }
    files.put(file.fileId(), table.toString());
  }

  @Override
  public void none(FileSighting file) {
    files.put(file.fileId(), "none");
  }

  @Override
  public void refuse(FileSighting file) {
    files.put(file.fileId(), "refused");
  }

  @Override
  public void remove(TableHandle table) {
    Integer rows = tables.remove(table);
    if (rows == null) {
      throw new IllegalArgumentException(table + " is not stored");
    }
    used -= rows;
    freed += rows;
    files.replaceAll((file, state) -> state.equals(table.toString()) ? "pending" : state);
  }

  @Override
  public void awaitFreed() {
    freed = 0;
  }

  @Override
  public UnwindUsage usage() {
    return new UnwindUsage(
        new Share(used, capacity),
        new Share(0, capacity),
        new Share(0, 65_536),
        new Share(tables.size(), 16_383));
  }
}
