package dev.brazier.container.symbol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The code symbols of a running kernel, its modules and its BPF programs at one moment: 14 bytes a
 * symbol and the bytes of its name.
 */
final class KernelSymbolTable {
  /**
   * The kernel tells no sizes: a symbol reaches to the next one, of whatever kind, but no further
   * than this. Its largest functions have some 30 KB, the gaps behind its last ones megabytes.
   */
  private static final long LONGEST = 64 * 1024;

  private final long[] starts;
  private final int[] names;
  private final short[] modules;
  private final byte[] text;
  private final List<String> moduleNames;
  private final int symbols;
  private final boolean hidden;

  /**
   * Takes over the arrays.
   *
   * @param starts runtime addresses in ascending unsigned order
   * @param names where the name of each begins in {@code text}; -1 where no code starts
   * @param modules for each the index of its module
   * @param hidden whether the kernel showed zeros instead of addresses
   */
  KernelSymbolTable(
      long[] starts,
      int[] names,
      short[] modules,
      byte[] text,
      List<String> moduleNames,
      boolean hidden) {
    this.starts = starts;
    this.names = names;
    this.modules = modules;
    this.text = text;
    this.moduleNames = List.copyOf(moduleNames);
    this.hidden = hidden;
    this.symbols = (int) Arrays.stream(names).filter(name -> name >= 0).count();
  }

  int size() {
    return symbols;
  }

  long memory() {
    return 14L * starts.length + text.length;
  }

  boolean isHidden() {
    return hidden;
  }

  Optional<KernelSymbol> find(long runtimeAddress) {
    int found = search(runtimeAddress);
    if (found < 0 || names[found] < 0 || runtimeAddress - starts[found] >= LONGEST) {
      return Optional.empty();
    }
    int end = names[found];
    while (text[end] != 0) {
      end++;
    }
    String name = new String(text, names[found], end - names[found], StandardCharsets.UTF_8);
    String module = moduleNames.get(modules[found] & 0xffff);
    return Optional.of(new KernelSymbol(name, module, runtimeAddress - starts[found]));
  }

  /** The last start at or before an address, or -1; kernel addresses have their top bit set. */
  private int search(long runtimeAddress) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], runtimeAddress) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
