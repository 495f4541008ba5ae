package dev.brazier.container.unwind;

/**
 * The bytes of a section of frame information.
 *
 * @param name for faults
 * @param kind how entries refer to each other
 * @param bytes reads the contents
 * @param address the ELF address of the first byte
 * @param mostFdes how many functions there are, where that is known, else the largest int
 */
record FrameSection(String name, Kind kind, FrameReader bytes, long address, int mostFdes) {

  /** The two formats, which are almost the same. */
  enum Kind {
    /** Loaded with the code; for exceptions too. */
    EH_FRAME,
    /** For debuggers, not in memory. */
    DEBUG_FRAME
  }
}
