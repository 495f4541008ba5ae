package dev.brazier.container.process;

/**
 * One range of a process's memory.
 *
 * @param start first runtime address
 * @param end first runtime address after it; addresses are unsigned
 * @param fileOffset of {@code start}, in bytes
 * @param device of the file system, 0:0 without a file
 * @param inode 0 without a file
 * @param path as the target sees it, or the bracketed name, or empty
 * @param deleted whether the name is gone while the file lives on
 */
public record Mapping(
    long start,
    long end,
    Permissions permissions,
    long fileOffset,
    DeviceNumber device,
    long inode,
    String path,
    boolean deleted,
    MappingKind kind) {
  private static final String DELETED = " (deleted)";

  /**
   * Parses a line of {@code /proc/PID/maps}: {@code start-end perms offset major:minor inode path}.
   *
   * <p>A file whose own name ends in " (deleted)" cannot be told from a deleted one; whoever opens
   * it compares inodes anyway.
   */
  static Mapping parse(String line) throws ProcFormatException {
    LineFields fields = new LineFields(line);
    long start = fields.hexadecimal(fields.until('-'));
    long end = fields.hexadecimal(fields.word());
    if (Long.compareUnsigned(start, end) >= 0) {
      throw fields.malformed("empty range");
    }
    Permissions permissions = Permissions.parse(fields.word());
    long fileOffset = fields.hexadecimal(fields.word());
    LineFields device = new LineFields(fields.word());
    int major = device.smallHexadecimal(device.until(':'));
    int minor = device.smallHexadecimal(device.rest());
    long inode = fields.decimal(fields.word());
    String path = KernelEscapes.decode(fields.rest(), "\n");
    boolean deleted = path.endsWith(DELETED);
    if (deleted) {
      path = path.substring(0, path.length() - DELETED.length());
    }
    return new Mapping(
        start,
        end,
        permissions,
        fileOffset,
        new DeviceNumber(major, minor),
        inode,
        path,
        deleted,
        MappingKind.of(path, inode));
  }

  /** Whether the runtime address lies in this range. */
  public boolean contains(long address) {
    return Long.compareUnsigned(start, address) <= 0 && Long.compareUnsigned(address, end) < 0;
  }

  /** The offset in the file of a runtime address in this range. */
  public long fileOffsetOf(long address) {
    return address - start + fileOffset;
  }
}
