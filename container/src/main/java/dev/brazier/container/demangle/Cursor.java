package dev.brazier.container.demangle;

/** A position in a mangled name, with the lexical pieces every mangling shares. */
final class Cursor {
  /** What {@link #peek()} returns behind the last character; no mangled name contains it. */
  static final char END = '\0';

  /** Productions within each other; the deepest real name seen has 93. Fits half a usual stack. */
  private static final int MAX_DEPTH = 256;

  /** Productions in all; only names that read parts of themselves over and over come near. */
  private static final int MAX_PRODUCTIONS = 256 * 1024;

  private final String text;
  private int position;
  private int depth;
  private int productions;

  Cursor(String text, int position) {
    this.text = text;
    this.position = position;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : END;
  }

  boolean startsWith(String prefix) {
    return text.startsWith(prefix, position);
  }

  boolean atDigit() {
    return isDigit(peek());
  }

  char next() throws MalformedNameException {
    if (atEnd()) {
      throw new MalformedNameException();
    }
    return text.charAt(position++);
  }

  boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  boolean accept(String wanted) {
    if (!startsWith(wanted)) {
      return false;
    }
    position += wanted.length();
    return true;
  }

  void expect(char wanted) throws MalformedNameException {
    if (!accept(wanted)) {
      throw new MalformedNameException();
    }
  }

  /**
   * Called on the way into a production that can contain itself; {@link #leave()} on the way out.
   */
  void enter() throws MalformedNameException {
    if (++depth > MAX_DEPTH || ++productions > MAX_PRODUCTIONS) {
      throw new MalformedNameException();
    }
  }

  void leave() {
    depth--;
  }

  /** A non-negative decimal number of at least one digit. */
  int number() throws MalformedNameException {
    if (!atDigit()) {
      throw new MalformedNameException();
    }
    long value = 0;
    while (atDigit()) {
      value = value * 10 + (next() - '0');
      if (value > Integer.MAX_VALUE) {
        throw new MalformedNameException();
      }
    }
    return (int) value;
  }

  /** {@code _} is 0, {@code 0_} is 1, {@code 1_} is 2: how the Itanium ABI counts most things. */
  int index() throws MalformedNameException {
    if (accept('_')) {
      return 0;
    }
    int value = number();
    expect('_');
    return Math.addExact(Math.min(value, Integer.MAX_VALUE - 1), 1);
  }

  /** The digits at the cursor as text; empty when there are none. */
  String digits() {
    int start = position;
    while (atDigit()) {
      position++;
    }
    return text.substring(start, position);
  }

  /**
   * The next {@code bytes} bytes of the name. Lengths in mangled names count UTF-8 bytes, while a
   * Java string counts UTF-16 units.
   */
  String take(int bytes) throws MalformedNameException {
    int start = position;
    int left = bytes;
    while (left > 0) {
      left -= utf8Length(next());
    }
    if (left < 0 || bytes == 0) {
      throw new MalformedNameException();
    }
    return text.substring(start, position);
  }

  /** The text from {@code start} to the cursor. */
  String since(int start) {
    return text.substring(start, position);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static int utf8Length(char unit) {
    if (unit < 0x80) {
      return 1;
    }
    // Each half of a surrogate pair stands for two of the four bytes.
    return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
  }
}
