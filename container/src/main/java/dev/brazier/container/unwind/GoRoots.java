package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the functions of a Go program that have no caller on their stack. Its assembler knows them
 * (TOPFRAME), but its linker tells debuggers of them on other machines than x86-64 only (dwarf.go
 * of Go 1.22).
 */
final class GoRoots {
  private static final String LINE_TABLE = "gopclntab"; // by which a Go program is known
  private static final int ENTRY_SIZE = 24;
  private static final int MOST_BYTES = 32 << 20; // kubelet's names have 10 MB
  private static final int MOST = 64;
  private static final List<String> NAMES =
      List.of(
          "runtime.goexit",
          "runtime.goexit.abi0",
          "runtime.mstart",
          "runtime.mstart.abi0",
          "runtime.rt0_go",
          "runtime.rt0_go.abi0",
          "runtime.systemstack", // these three go on on another stack, which begins with them
          "runtime.systemstack.abi0",
          "runtime.mcall",
          "runtime.mcall.abi0",
          "runtime.morestack",
          "runtime.morestack.abi0");

  private GoRoots() {}

  /** The sizes of those functions in bytes, by their ELF addresses; none in other programs. */
  static Map<Long, Long> of(ElfFile elf) throws IOException, MalformedElfException {
    if (!isGo(elf)) {
      return Map.of();
    }
    Optional<ElfSection> symbols = elf.sectionOfType(ElfSection.SYMTAB);
    Optional<ElfSection> strings = symbols.flatMap(s -> elf.sectionAt(s.link()));
    if (symbols.isEmpty() || strings.isEmpty()) {
      return Map.of();
    }
    Set<Integer> names = positions(elf.contents(strings.get(), MOST_BYTES));
    ByteBuffer table = elf.contents(symbols.get(), MOST_BYTES);
    Map<Long, Long> roots = new TreeMap<>();
    for (int at = 0; at + ENTRY_SIZE <= table.limit() && roots.size() < MOST; at += ENTRY_SIZE) {
      if (names.contains(table.getInt(at))) {
        roots.put(table.getLong(at + 8), table.getLong(at + 16));
      }
    }
    return roots;
  }

  private static boolean isGo(ElfFile elf) {
    for (ElfSection section : elf.sections()) {
      if (section.name().endsWith(LINE_TABLE)) {
        return true;
      }
    }
    return false;
  }

  private static Set<Integer> positions(ByteBuffer strings) {
    byte[][] names =
        NAMES.stream()
            .map(name -> (name + '\0').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    Set<Integer> positions = new HashSet<>();
    for (int at = 0; at < strings.limit(); at++) {
      if (strings.get(at) == 'r') {
        for (byte[] name : names) {
          if (isAt(strings, at, name)) {
            positions.add(at);
          }
        }
      }
    }
    return positions;
  }

  private static boolean isAt(ByteBuffer strings, int position, byte[] name) {
    if (name.length > strings.limit() - position) {
      return false;
    }
    for (int i = name.length - 1; i >= 0; i--) {
      if (strings.get(position + i) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
