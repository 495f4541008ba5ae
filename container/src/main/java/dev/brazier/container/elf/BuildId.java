package dev.brazier.container.elf;

import java.util.HexFormat;

/**
 * The GNU build ID: names the contents of an executable, wherever it lies and whatever it is
 * called.
 *
 * @param hex the bytes of the note in lower-case hexadecimal, 2 to 128 digits; 40 for the linkers'
 *     default, a SHA-1
 */
public record BuildId(String hex) {
  private static final int MOST_BYTES = 64;

  /** Refuses anything but an even number of lower-case hexadecimal digits in the stated range. */
  public BuildId {
    boolean digits = hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!digits || hex.isEmpty() || hex.length() % 2 != 0 || hex.length() > 2 * MOST_BYTES) {
      throw new IllegalArgumentException("not a build ID in lower-case hexadecimal: " + hex);
    }
  }

  /** Whether a note of that many bytes can be a build ID. */
  static boolean fits(int bytes) {
    return bytes >= 1 && bytes <= MOST_BYTES;
  }

  static BuildId of(byte[] bytes) {
    return new BuildId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return hex;
  }
}
