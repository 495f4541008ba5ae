package dev.brazier.bpf;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping of a file, as {@code /proc/self/maps} shows it.
 *
 * @param start its first address
 * @param end the first address behind it
 * @param offset into the file, in bytes
 * @param deviceMajor of the file system
 * @param deviceMinor of the file system
 * @param inode of the file
 */
record SelfMapping(
    long start, long end, long offset, int deviceMajor, int deviceMinor, long inode) {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\p{XDigit}+)-(\\p{XDigit}+) \\S+ (\\p{XDigit}+) (\\p{XDigit}+):(\\p{XDigit}+) (\\d+).*");

  /** Empty for a line that shows no file. */
  static Optional<SelfMapping> parse(String line) {
    Matcher fields = LINE.matcher(line);
    if (!fields.matches() || fields.group(6).equals("0")) {
      return Optional.empty();
    }
    return Optional.of(
        new SelfMapping(
            Long.parseUnsignedLong(fields.group(1), 16),
            Long.parseUnsignedLong(fields.group(2), 16),
            Long.parseUnsignedLong(fields.group(3), 16),
            Integer.parseInt(fields.group(4), 16),
            Integer.parseInt(fields.group(5), 16),
            Long.parseUnsignedLong(fields.group(6))));
  }

  /** Whether the kernel program found this mapping; {@code wholly}: its file too. */
  boolean matches(FileSighting found, boolean wholly) {
    return found.vmStart() == start
        && found.vmEnd() == end
        && found.vmOffset() == offset
        && (!wholly
            || (found.deviceMajor() == deviceMajor
                && found.deviceMinor() == deviceMinor
                && found.inode() == inode));
  }

  @Override
  public String toString() {
    return "%x-%x %x %02x:%02x %d".formatted(start, end, offset, deviceMajor, deviceMinor, inode);
  }
}
