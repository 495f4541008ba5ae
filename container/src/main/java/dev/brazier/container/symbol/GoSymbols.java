package dev.brazier.container.symbol;

import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import dev.brazier.container.golang.GoFunctions;
import dev.brazier.container.golang.GoLineTable;
import java.io.IOException;
import java.util.Optional;

/** Reads the functions of a Go program, which has their names even where it is stripped. */
final class GoSymbols {
  private GoSymbols() {}

  /** Adds the functions of the line table, if there is one. */
  static void add(ElfFile elf, SymbolTableBuilder builder)
      throws IOException, MalformedElfException {
    Optional<GoLineTable> table = GoLineTable.find(elf);
    if (table.isEmpty()) {
      return;
    }
    StringTable names = StringTable.verbatim(elf, table.get().names());
    int nameBase = builder.names().append(names, SymbolSource.GO_LINE_TABLE);
    if (nameBase < 0) {
      throw new IOException("more than 2 GB of names");
    }
    GoFunctions functions = table.get().functions();
    while (functions.next()) {
      int name = functions.name();
      if (name >= 0 && name < names.size() && builder.isCode(functions.address())) {
        builder.add(
            functions.address(), functions.size(), nameBase + name, SymbolTableBuilder.FUNCTION);
      }
    }
  }
}
