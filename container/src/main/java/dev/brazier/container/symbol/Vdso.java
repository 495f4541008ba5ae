package dev.brazier.container.symbol;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.elf.ElfFile;
import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;

/**
 * The symbols of the vdso, the small ELF image that the kernel maps into every process: the same
 * bytes in all 64-bit ones, at different addresses.
 */
public final class Vdso {
  private final FileSymbols symbols;

  private Vdso(FileSymbols symbols) {
    this.symbols = symbols;
  }

  /** Reads the image, which begins at position 0 of the source; the source is closed. */
  public static Vdso read(ByteSource image) {
    FileSymbols symbols;
    try {
      ElfFile elf = ElfFile.read(image);
      symbols = new SymbolLoader(elf, image, "", DebugFileRoots.none(), true).load();
    } catch (IOException | MalformedElfException e) {
      Closing.quietly(image);
      symbols = FileSymbols.failed(e);
    }
    return new Vdso(symbols);
  }

  /** The name of the code at an offset from the start of the mapping called {@code [vdso]}. */
  public Symbolization symbolize(long offsetInImage) {
    return symbols.symbolizeFileOffset(offsetInImage);
  }
}
