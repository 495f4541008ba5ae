package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the slots that stubs jump through are filled with, as the relocations tell. */
final class SlotNames {
  private static final int RELA_SIZE = 24;
  private static final int SYMBOL_SIZE = 24;
  private static final int ENTRIES_A_READ = 8192;
  private static final int MOST_HELD = 1 << 20; // of a larger table each entry is read by itself

  /** R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_AARCH64_GLOB_DAT, R_AARCH64_JUMP_SLOT. */
  private static final Set<Integer> BY_SYMBOL = Set.of(6, 7, 1025, 1026);

  /** R_X86_64_IRELATIVE, R_AARCH64_IRELATIVE: a function of this file chooses the target. */
  private static final Set<Integer> BY_RESOLVER = Set.of(37, 1032);

  private final ElfFile elf;
  private final SymbolTable functions;
  private final Set<Long> missing = new HashSet<>();
  private final Map<Long, String> bySlot = new HashMap<>();

  private final Map<ElfSection, StringTable> strings = new HashMap<>();
  private final Map<ElfSection, ByteBuffer> entries = new HashMap<>();

  /** The slots of {@code .rela.plt} in its order, for stubs that know only their index there. */
  private final List<Long> pltSlots = new ArrayList<>();

  private SlotNames(ElfFile elf, SymbolTable functions) {
    this.elf = elf;
    this.functions = functions;
  }

  /** Reads {@code .rela.plt}, and as much of the (large) rest as the stubs still lack. */
  static SlotNames of(ElfFile elf, List<PltStub> stubs, SymbolTable functions)
      throws IOException, MalformedElfException {
    SlotNames names = new SlotNames(elf, functions);
    stubs.stream().map(PltStub::slot).filter(slot -> slot >= 0).forEach(names.missing::add);
    for (ElfSection section : elf.sections()) {
      if (section.type() == ElfSection.RELA && section.name().equals(".rela.plt")) {
        names.readAll(section, true);
      }
    }
    for (ElfSection section : elf.sections()) {
      if (section.type() == ElfSection.RELA && (section.flags() & ElfSection.ALLOC) != 0) {
        names.readAll(section, false);
      }
    }
    return names;
  }

  /** The name of what the stub jumps to. */
  Optional<String> name(PltStub stub) {
    if (stub.slot() >= 0) {
      return Optional.ofNullable(bySlot.get(stub.slot()));
    }
    return stub.relocation() >= 0 && stub.relocation() < pltSlots.size()
        ? Optional.ofNullable(bySlot.get(pltSlots.get(stub.relocation())))
        : Optional.empty();
  }

  private void readAll(ElfSection relocations, boolean plt)
      throws IOException, MalformedElfException {
    long left = Math.max(relocations.size() / RELA_SIZE, 0);
    ByteBuffer block =
        ByteBuffer.allocate((int) Math.min(left, ENTRIES_A_READ) * RELA_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long at = relocations.offset(); left > 0 && (plt || !missing.isEmpty()); ) {
      int entries = (int) Math.min(left, ENTRIES_A_READ);
      block.clear().limit(entries * RELA_SIZE);
      elf.read("section " + relocations.name(), at, block);
      for (int i = 0; i < entries; i++) {
        read(relocations, block, i * RELA_SIZE, plt);
      }
      at += block.limit();
      left -= entries;
    }
  }

  private void read(ElfSection relocations, ByteBuffer block, int at, boolean plt)
      throws IOException, MalformedElfException {
    long slot = block.getLong(at);
    if (plt) {
      pltSlots.add(slot);
    } else if (!missing.contains(slot)) {
      return;
    }
    int type = block.getInt(at + 8);
    if (BY_SYMBOL.contains(type)) {
      put(slot, symbolName(relocations, block.getInt(at + 12) & 0xffffffffL));
    } else if (BY_RESOLVER.contains(type)
        && functions.symbolize(block.getLong(at + 16)) instanceof Symbolization.Named resolver) {
      put(slot, resolver.name());
    }
  }

  private void put(long slot, String name) {
    if (!name.isEmpty()) {
      bySlot.putIfAbsent(slot, name);
      missing.remove(slot);
    }
  }

  private String symbolName(ElfSection relocations, long index)
      throws IOException, MalformedElfException {
    Optional<ElfSection> symbols = elf.sectionAt(relocations.link());
    Optional<ElfSection> text = symbols.flatMap(s -> elf.sectionAt(s.link()));
    if (symbols.isEmpty() || text.isEmpty() || index >= symbols.get().size() / SYMBOL_SIZE) {
      return "";
    }
    int name = nameOffset(symbols.get(), (int) index);
    return new String(names(text.get()).name(name), StandardCharsets.UTF_8);
  }

  private int nameOffset(ElfSection symbols, int index) throws IOException, MalformedElfException {
    if (symbols.size() > MOST_HELD || symbols.isCompressed()) {
      ByteBuffer entry = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      elf.read("a symbol", symbols.offset() + (long) index * SYMBOL_SIZE, entry);
      return entry.getInt(0);
    }
    ByteBuffer held = entries.get(symbols);
    if (held == null) {
      held = elf.contents(symbols, MOST_HELD);
      entries.put(symbols, held);
    }
    return held.getInt(index * SYMBOL_SIZE);
  }

  private StringTable names(ElfSection section) throws IOException, MalformedElfException {
    StringTable names = strings.get(section);
    if (names == null) {
      names =
          section.size() > MOST_HELD
              ? StringTable.onFile(elf, section)
              : StringTable.of(elf, section, true);
      strings.put(section, names);
    }
    return names;
  }
}
