package dev.brazier.container.process;

/** The {@code \ooo} octal escapes that {@code seq_path} and {@code mangle_path} put into names. */
final class KernelEscapes {
  private KernelEscapes() {}

  /**
   * Gives back the characters of {@code escapable} that the kernel wrote as three octal digits;
   * every other backslash stays as it is.
   */
  static String decode(String text, String escapable) {
    int backslash = text.indexOf('\\');
    if (backslash < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int copied = 0;
    while (backslash >= 0) {
      int value = octal(text, backslash + 1);
      if (value >= 0 && escapable.indexOf(value) >= 0) {
        decoded.append(text, copied, backslash).append((char) value);
        copied = backslash + 4;
        backslash = text.indexOf('\\', copied);
      } else {
        backslash = text.indexOf('\\', backslash + 1);
      }
    }
    return decoded.append(text, copied, text.length()).toString();
  }

  private static int octal(String text, int from) {
    if (from + 3 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 7) {
        return -1;
      }
      value = value * 8 + digit;
    }
    return value;
  }
}
