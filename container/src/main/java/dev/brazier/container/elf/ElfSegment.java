package dev.brazier.container.elf;

/**
 * One program header: a range of the file that belongs in memory, or says something about it.
 *
 * @param type the p_type, {@link #LOAD} and so on
 * @param flags the p_flags, {@link #EXECUTE} and so on
 * @param offset the file offset of its first byte
 * @param address the ELF address of its first byte
 * @param fileSize the number of bytes in the file
 * @param memorySize the number of bytes in memory; what exceeds {@code fileSize} is zero
 * @param alignment the p_align in bytes
 */
public record ElfSegment(
    int type,
    int flags,
    long offset,
    long address,
    long fileSize,
    long memorySize,
    long alignment) {
  /** A segment that the kernel or the loader maps. */
  public static final int LOAD = 1;

  /** The dynamic section. */
  public static final int DYNAMIC = 2;

  /** Notes. */
  public static final int NOTE = 4;

  /** The table of contents of the unwind information, {@code .eh_frame_hdr}. */
  public static final int GNU_EH_FRAME = 0x6474e550;

  /** The bit of {@code flags} that says the segment holds code. */
  public static final int EXECUTE = 1;

  /** Whether this segment is mapped with execute permission. */
  public boolean isCode() {
    return type == LOAD && (flags & EXECUTE) != 0;
  }

  /** Whether the byte at this file offset is part of the segment. */
  boolean holdsFileOffset(long fileOffset) {
    return fileOffset >= offset && fileOffset - offset < fileSize;
  }
}
