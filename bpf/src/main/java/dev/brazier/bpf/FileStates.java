package dev.brazier.bpf;

/**
 * What the kernel knows of each file's unwind table: the part of the map {@code files} that {@link
 * UnwindTables} writes. Other parts of an entry are left as they are.
 */
interface FileStates {
  /**
   * From now on the kernel walks the file's code with this table, and no longer asks for the file.
   *
   * @param table the word of a {@link TableHandle}, or one of {@link UnwindLayout}'s states
   */
  void publish(FileSighting file, int table);

  /** The file has no table; the kernel asks for it at the next sample that meets it. */
  void withdraw(FileSighting file);
}
