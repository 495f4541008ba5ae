package dev.brazier.container.symbol;

import dev.brazier.container.elf.BuildId;
import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The symbols of all files seen, each read once.
 *
 * <p>A file is known by its {@link FileKey}; files with the same build ID and size (the copies of
 * one library in many containers) share one table. Bad files are remembered like good ones and
 * never parsed again. Only a file that could not even be opened is tried again after a second, as
 * another process may still lead to it. When the tables outgrow their share of memory, the one not
 * asked for longest goes first.
 *
 * <p>One thread symbolizes; any thread may read the {@link #statistics}. What {@link #symbolsOf}
 * returns is good until that thread calls it again.
 */
public final class SymbolCache implements AutoCloseable {
  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final int MEMORY_PER_KEY = 160; // key, map entries and set entry

  private final long mostBytes;
  private final LongSupplier nanoTime;
  private final Map<FileKey, Entry> byKey = new HashMap<>();
  private final Map<Contents, Entry> byContents = new HashMap<>();

  /** All entries, the least recently used first. */
  private final LinkedHashSet<Entry> byUse = new LinkedHashSet<>();

  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong shared = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Stripping keeps the build ID: the size tells the stripped copy from the full one. */
  private record Contents(BuildId id, long size) {}

  private static final class Entry {
    final FileSymbols symbols;
    final Optional<Contents> contents;
    final Set<FileKey> keys = new HashSet<>();
    final long retryAt;
    final boolean retry;

    Entry(FileSymbols symbols, Optional<Contents> contents, boolean retry, long retryAt) {
      this.symbols = symbols;
      this.contents = contents;
      this.retry = retry;
      this.retryAt = retryAt;
    }

    long memory() {
      return symbols.memory() + (long) MEMORY_PER_KEY * keys.size();
    }
  }

  /**
   * How the cache fares.
   *
   * @param hits look-ups of a file that was known
   * @param misses look-ups that read a file
   * @param shared misses that found the symbols of another file with the same build ID
   * @param evictions tables given up for lack of memory
   * @param bytes the memory in use, in bytes
   */
  public record Statistics(long hits, long misses, long shared, long evictions, long bytes) {}

  /**
   * Creates an empty cache.
   *
   * @param mostBytes the memory its tables may take, in bytes; the table asked for last may exceed
   *     it alone
   */
  public SymbolCache(long mostBytes) {
    this(mostBytes, System::nanoTime);
  }

  SymbolCache(long mostBytes, LongSupplier nanoTime) {
    this.mostBytes = mostBytes;
    this.nanoTime = nanoTime;
  }

  /** The symbols of a file, or the object that answers every look-up with what is wrong with it. */
  public FileSymbols symbolsOf(TargetFile file) {
    FileKey key = file.key();
    Entry known = byKey.get(key);
    if (known != null && !(known.retry && nanoTime.getAsLong() - known.retryAt >= 0)) {
      hits.incrementAndGet();
      byUse.remove(known);
      byUse.add(known);
      return known.symbols;
    }
    misses.incrementAndGet();
    if (known != null) {
      remove(known);
    }
    Entry entry = read(file);
    long before = byUse.remove(entry) ? entry.memory() : 0;
    entry.keys.add(key);
    byKey.put(key, entry);
    byUse.add(entry);
    entry.contents.ifPresent(contents -> byContents.put(contents, entry));
    bytes.addAndGet(entry.memory() - before);
    evict(entry);
    return entry.symbols;
  }

  private Entry read(TargetFile file) {
    ByteSource source;
    try {
      source = file.open();
    } catch (FileUnavailableException e) {
      return unopened(FileSymbols.failed(e.reason(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return unopened(FileSymbols.failed(e));
    }
    try {
      ElfFile elf = ElfFile.read(source);
      long size = source.size();
      Optional<Contents> contents = elf.buildId().map(id -> new Contents(id, size));
      Optional<Entry> same = contents.map(byContents::get);
      if (same.isPresent()) {
        shared.incrementAndGet();
        Closing.quietly(source);
        return same.get();
      }
      FileSymbols symbols = FileSymbols.load(elf, source, file.path(), file.debugRoots());
      return new Entry(symbols, contents, false, 0);
    } catch (IOException | MalformedElfException e) {
      Closing.quietly(source);
      return new Entry(FileSymbols.failed(e), Optional.empty(), false, 0);
    }
  }

  private Entry unopened(FileSymbols failed) {
    return new Entry(failed, Optional.empty(), true, nanoTime.getAsLong() + RETRY_NANOS);
  }

  private void evict(Entry newest) {
    Iterator<Entry> oldest = byUse.iterator();
    while (bytes.get() > mostBytes && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry != newest) {
        oldest.remove();
        evictions.incrementAndGet();
        remove(entry);
      }
    }
  }

  private void remove(Entry entry) {
    byUse.remove(entry);
    entry.keys.forEach(byKey::remove);
    entry.contents.ifPresent(byContents::remove);
    bytes.addAndGet(-entry.memory());
    entry.symbols.close();
  }

  /** The counts so far. */
  public Statistics statistics() {
    return new Statistics(hits.get(), misses.get(), shared.get(), evictions.get(), bytes.get());
  }

  /** Closes every file that is still open for its names and forgets everything. */
  @Override
  public void close() {
    for (Entry entry : byUse.toArray(Entry[]::new)) {
      remove(entry);
    }
  }
}
