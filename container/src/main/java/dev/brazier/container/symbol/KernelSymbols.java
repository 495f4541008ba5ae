package dev.brazier.container.symbol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Names code of the running kernel from {@code /proc/kallsyms}.
 *
 * <p>Modules and BPF programs come and go: an address that nothing covers makes the list be read
 * again, at most every ten seconds, because reading it takes the kernel some 40 ms. Used by one
 * thread.
 */
public final class KernelSymbols {
  /** Where the kernel lists its symbols. */
  public static final Path KALLSYMS = Path.of("/proc/kallsyms");

  private static final long REFRESH_NANOS = 10_000_000_000L;

  private final Opener opener;
  private final LongSupplier nanoTime;
  private Optional<KernelSymbolTable> table = Optional.empty();
  private long readAt;
  private boolean everRead;

  /** Opens the list. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Names nothing before the first look-up, which reads the list. */
  public KernelSymbols() {
    this(() -> Files.newInputStream(KALLSYMS), System::nanoTime);
  }

  KernelSymbols(Opener opener, LongSupplier nanoTime) {
    this.opener = opener;
    this.nanoTime = nanoTime;
  }

  /** Reads the list now. A list that cannot be read leaves the previous one in use. */
  public void refresh() {
    try (InputStream in = opener.open()) {
      table = Optional.of(KallsymsParser.parse(in));
    } catch (IOException e) {
      // Told by the reason of every look-up until a later attempt succeeds.
    }
    everRead = true;
    readAt = nanoTime.getAsLong();
  }

  /** The symbol at a runtime address in the kernel, with its module. */
  public Optional<KernelSymbol> find(long runtimeAddress) {
    if (!everRead) {
      refresh();
    }
    Optional<KernelSymbol> found = table.flatMap(t -> t.find(runtimeAddress));
    if (found.isEmpty() && nanoTime.getAsLong() - readAt >= REFRESH_NANOS) {
      refresh();
      return table.flatMap(t -> t.find(runtimeAddress));
    }
    return found;
  }

  /** The name at a runtime address in the kernel, without its module. */
  public Symbolization symbolize(long runtimeAddress) {
    Optional<KernelSymbol> found = find(runtimeAddress);
    if (found.isPresent()) {
      KernelSymbol symbol = found.get();
      return new Symbolization.Named(symbol.name(), symbol.offset(), symbol.source());
    }
    return new Symbolization.Unnamed(missing());
  }

  /** Why {@link #find} finds nothing. */
  public UnnamedReason missing() {
    if (table.isEmpty()) {
      return UnnamedReason.KERNEL_SYMBOLS_UNREADABLE;
    }
    return table.get().isHidden()
        ? UnnamedReason.KERNEL_ADDRESSES_HIDDEN
        : UnnamedReason.NO_SYMBOL_AT_ADDRESS;
  }

  /** The number of code symbols known now. */
  public int size() {
    return table.map(KernelSymbolTable::size).orElse(0);
  }

  /** The memory they occupy, in bytes. */
  public long memory() {
    return table.map(KernelSymbolTable::memory).orElse(0L);
  }
}
