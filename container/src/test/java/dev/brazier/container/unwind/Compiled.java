package dev.brazier.container.unwind;

import dev.brazier.container.elf.MalformedElfException;
import java.io.IOException;

/** Compiles files that are sound as ELF files. */
final class Compiled {
  private Compiled() {}

  static UnwindTable of(ElfImage image) {
    try {
      return UnwindCompiler.compile(image.elf());
    } catch (IOException | MalformedElfException e) {
      throw new AssertionError(e);
    }
  }
}
