package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.ElfSection;
import dev.brazier.container.elf.MalformedElfException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the stubs in the procedure linkage tables {@code name@plt}, as objdump does.
 *
 * <p>Linkers lay these tables out in half a dozen ways, so the stubs are decoded instead: each
 * jumps through a slot, and the relocation of that slot names the function.
 */
final class PltStubs {
  private static final int MOST_STUB_BYTES = 4 << 20;
  private static final String SUFFIX = "@plt";

  private PltStubs() {}

  /**
   * Builds the table of the stubs.
   *
   * @param functions names the targets of relocations that have an address instead of a symbol
   */
  static SymbolTable of(ElfFile elf, CodeRanges code, SymbolTable functions)
      throws IOException, MalformedElfException {
    SymbolNames names = new SymbolNames();
    SymbolTableBuilder builder = new SymbolTableBuilder(code, names);
    List<PltStub> stubs = stubs(elf);
    SlotNames slots = SlotNames.of(elf, stubs, functions);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (PltStub stub : stubs) {
      Optional<String> name = slots.name(stub);
      if (name.isPresent() && builder.isCode(stub.address())) {
        builder.add(stub.address(), stub.size(), text.size(), SymbolTableBuilder.FUNCTION);
        text.writeBytes((name.get() + SUFFIX + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    names.append(StringTable.verbatim(elf, text.toByteArray()), SymbolSource.PLT);
    return builder.build();
  }

  private static List<PltStub> stubs(ElfFile elf) throws IOException, MalformedElfException {
    List<PltStub> stubs = new ArrayList<>();
    for (ElfSection section : elf.sections()) {
      if (section.isCode() && section.name().startsWith(".plt")) {
        ByteBuffer code = elf.contents(section, MOST_STUB_BYTES);
        stubs.addAll(
            switch (elf.machine()) {
              case X86_64 -> X86Stubs.decode(code, section.address(), section.entrySize());
              case AARCH64 -> ArmStubs.decode(code, section.address());
              case OTHER -> List.<PltStub>of();
            });
      }
    }
    return stubs;
  }
}
