package dev.brazier.container.process;

/** Walks over the fields of one line from left to right. */
final class LineFields {
  private final String line;
  private int next;

  LineFields(String line) {
    this.line = line;
  }

  /** The characters up to {@code end}, which is consumed too. */
  String until(char end) throws ProcFormatException {
    int stop = line.indexOf(end, next);
    if (stop < 0) {
      throw malformed("no '" + end + "' after column " + next);
    }
    String field = line.substring(next, stop);
    next = stop + 1;
    return field;
  }

  /** The next run of characters that are not blank, or an empty string at the end. */
  String word() {
    skipBlanks();
    int start = next;
    while (next < line.length() && !isBlank(line.charAt(next))) {
      next++;
    }
    return line.substring(start, next);
  }

  /** What is left, without leading blanks. */
  String rest() {
    skipBlanks();
    return line.substring(next);
  }

  boolean atEnd() {
    skipBlanks();
    return next == line.length();
  }

  long decimal(String text) throws ProcFormatException {
    return number(text, 10);
  }

  long hexadecimal(String text) throws ProcFormatException {
    return number(text, 16);
  }

  int smallDecimal(String text) throws ProcFormatException {
    long value = number(text, 10);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw malformed("number out of range: " + text);
    }
    return (int) value;
  }

  int smallHexadecimal(String text) throws ProcFormatException {
    long value = number(text, 16);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw malformed("number out of range: " + text);
    }
    return (int) value;
  }

  ProcFormatException malformed(String why) {
    String shown = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    return new ProcFormatException(why + " in: " + shown);
  }

  private long number(String text, int radix) throws ProcFormatException {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException notANumber) {
      throw malformed("not a number: " + text);
    }
  }

  private void skipBlanks() {
    while (next < line.length() && isBlank(line.charAt(next))) {
      next++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
