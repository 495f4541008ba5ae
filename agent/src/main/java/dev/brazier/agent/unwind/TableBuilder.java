package dev.brazier.agent.unwind;

import dev.brazier.agent.unwind.TableQueue.Waiting;
import dev.brazier.agent.unwind.TableShelf.Table;
import dev.brazier.bpf.FileSighting;
import dev.brazier.bpf.UnwindRows;
import dev.brazier.bpf.UnwindUsage;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes the unwind tables that the kernel walks stacks with: of the files that samples met, then of
 * those that are only mapped. A file that no table can be made of is remembered with the reason.
 *
 * <p>One thread uses it, {@link TableThread}'s.
 */
final class TableBuilder {

  private final TableStore store;
  private final UnwindFiles files;
  private final LongSupplier nanoTime;
  private final TableShelf shelf;
  private final TableQueue queue = new TableQueue();
  private final TableRefusals refusals = new TableRefusals();
  private final Map<Inode, Table> prepared = new HashMap<>();

  TableBuilder(TableStore store, UnwindFiles files, LongSupplier nanoTime) {
    this.store = store;
    this.files = files;
    this.nanoTime = nanoTime;
    this.shelf = new TableShelf(store, nanoTime);
  }

  /** Stores a table that was compiled before the kernel had numbered its file. */
  void prepared(Inode inode, Optional<CodeIdentity> identity, UnwindRows rows) {
    Optional<Table> same = identity.flatMap(shelf::find);
    Optional<Table> table = same.isPresent() ? same : shelf.put(identity, rows);
    table.ifPresent(stored -> prepared.put(inode, stored));
  }

  /** The kernel has numbered these files: has those walked whose tables are prepared. */
  void usePrepared(List<FileSighting> sightings) {
    for (FileSighting sighting : sightings) {
      Table table = prepared.get(Inode.of(sighting));
      if (table != null) {
        shelf.use(sighting, table);
      }
    }
    prepared.clear();
  }

  /** These files are mapped now, and some time a sample may meet them. */
  void mapped(List<FileSighting> sightings, HotFiles hot) {
    for (FileSighting sighting : sightings) {
      if (shelf.has(sighting)) {
        // The kernel asks no more for this file, so it must be held now.
        files.open(sighting);
      } else {
        queue.addMapped(sighting, hot.weight(sighting), 0);
      }
    }
  }

  /** A sample needs the table of this file, which is held or cannot be. */
  void sampled(FileSighting sighting) {
    if (refusals.repeat(sighting, store) || shelf.has(sighting)) {
      return;
    }
    Optional<UnwindSource> source = files.open(sighting);
    if (source.isEmpty()) {
      refusals.unreachable(sighting, store);
    } else {
      queue.addSampled(sighting, source.get().size());
    }
  }

  /** Samples met these files in the last moment. */
  void seen(int[] fileIds) {
    shelf.sampled(fileIds);
    refusals.seen(fileIds);
    refusals.takeRetries(fileIds, nanoTime.getAsLong()).forEach(this::sampled);
  }

  boolean isIdle() {
    return queue.isEmpty();
  }

  /** Makes the next table. */
  void buildNext() {
    queue.next().ifPresent(this::build);
  }

  private void build(Waiting waiting) {
    FileSighting file = waiting.file();
    Optional<UnwindSource> opened = files.open(file);
    if (opened.isEmpty()) {
      // One that is only mapped may be reached through another process, once a sample meets it.
      if (waiting.sampled()) {
        refusals.unreachable(file, store);
      }
      return;
    }
    UnwindSource source = opened.get();
    if (!waiting.sampled() && source.size() > TableQueue.HUGE_BYTES && waiting.size() == 0) {
      queue.addMapped(file, waiting.weight(), source.size());
      return;
    }
    try {
      build(waiting, source);
    } catch (IOException e) {
      refusals.unreachable(file, store);
    } catch (MalformedElfException e) {
      refuse(file, source.name(), e);
    } catch (OutOfMemoryError e) {
      refusals.malformed(file, source.name(), "too large for the heap", store);
    }
  }

  private void refuse(FileSighting file, String name, MalformedElfException e) {
    switch (e.fault()) {
      // Code in files of other kinds, as libffi and JITs map it, may have frame pointers.
      case NOT_ELF, UNSUPPORTED -> store.none(file);
      case MALFORMED -> refusals.malformed(file, name, String.valueOf(e.getMessage()), store);
    }
  }

  private void build(Waiting waiting, UnwindSource source)
      throws IOException, MalformedElfException {
    FileSighting file = waiting.file();
    Optional<CodeIdentity> identity = source.identity();
    Optional<Table> table = identity.flatMap(shelf::find);
    if (table.isEmpty()) {
      Optional<UnwindRows> rows = source.rows();
      if (rows.isEmpty()) {
        store.none(file);
        return;
      }
      table =
          waiting.sampled()
              ? shelf.putMakingRoom(identity, rows.get())
              : shelf.put(identity, rows.get());
    }
    if (table.isEmpty()) {
      refuseForRoom(waiting);
    } else if (waiting.sampled()) {
      shelf.useNow(file, table.get());
    } else {
      shelf.use(file, table.get());
    }
  }

  private void refuseForRoom(Waiting waiting) {
    if (waiting.sampled()) {
      refusals.noRoom(waiting.file(), nanoTime.getAsLong(), store);
    } else {
      // What is left of the room is for files that are sampled.
      queue.dropMapped();
    }
  }

  /** How it stands. */
  TableFacts facts() {
    UnwindUsage usage = store.usage();
    return new TableFacts(
        shelf.files(),
        (int) usage.tables().used(),
        usage.bytes(),
        shelf.evicted(),
        refusals.noRoom(),
        refusals.malformed(),
        refusals.unreachable(),
        queue.sampled(),
        List.of());
  }
}
