package dev.brazier.container.symbol;

import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The names of several symbol tables under one numbering: a reference is the offset of a name in
 * its string table plus the sizes of the string tables before. It also tells where the name is
 * from.
 */
final class SymbolNames {
  private static final Set<SymbolSource> FULL_TABLES =
      EnumSet.of(SymbolSource.SYMTAB, SymbolSource.MINI_DEBUG_INFO, SymbolSource.DEBUG_FILE);

  private final List<Part> parts = new ArrayList<>();
  private int size;

  private record Part(int base, StringTable names, SymbolSource source) {}

  /**
   * Appends a string table.
   *
   * @return the reference of its first byte, or -1 when there is no room for it in 31 bits
   */
  int append(StringTable names, SymbolSource source) {
    if (names.size() > Integer.MAX_VALUE - size) {
      return -1;
    }
    int base = size;
    parts.add(new Part(base, names, source));
    size += names.size();
    return base;
  }

  byte[] bytes(int reference) throws IOException, MalformedElfException {
    Part part = part(reference);
    return part.names.name(reference - part.base);
  }

  /** Whether the name is at hand without reading the file. */
  boolean isHeld(int reference) {
    return part(reference).names.isHeld();
  }

  SymbolSource source(int reference) {
    return part(reference).source;
  }

  private Part part(int reference) {
    int i = parts.size() - 1;
    while (parts.get(i).base > reference) {
      i--;
    }
    return parts.get(i);
  }

  /** Whether more than the exported symbols are here. */
  boolean hasFullTable() {
    return parts.stream().anyMatch(part -> FULL_TABLES.contains(part.source));
  }

  boolean needsFile() {
    return parts.stream().anyMatch(part -> part.names.needsFile());
  }

  void release() {
    parts.forEach(part -> part.names.release());
  }

  long memory() {
    return parts.stream().mapToLong(part -> part.names.memory()).sum();
  }
}
