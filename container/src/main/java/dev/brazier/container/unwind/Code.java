package dev.brazier.container.unwind;

import org.jspecify.annotations.Nullable;

/** What a walk knows about the code at an address. */
public sealed interface Code {

  /** Finds the code at addresses of the process whose stack is walked. */
  @FunctionalInterface
  interface Lookup {
    /** The code at a runtime address. */
    Code at(long address);
  }

  /**
   * Code in a file that has unwind information.
   *
   * @param addend what makes a runtime address an offset into that file
   */
  record Covered(UnwindTable table, long addend) implements Code {}

  /** Everything else. */
  enum Other implements Code {
    /** In a file that has no unwind information. */
    UNCOVERED,
    /** In a file whose unwind information cannot be had. */
    UNREADABLE,
    /** In a file whose table is not ready yet. */
    PENDING,
    /** In no file: a program has generated it. */
    GENERATED,
    /** No code, as far as the mappings of the process tell. */
    NONE
  }

  /** Its table, if it has one. */
  default @Nullable UnwindTable tableOrNull() {
    return this instanceof Covered covered ? covered.table() : null;
  }
}
