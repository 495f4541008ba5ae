package dev.brazier.container.demangle;

/** What stands behind the mangled name of a Rust function. */
final class RustSuffix {
  private RustSuffix() {}

  /**
   * Reads to the end of the name: nothing, the hash {@code .llvm.1A2B} of a linked unit, which says
   * nothing and is dropped, or a part of a function, {@code .cold}, which is kept.
   */
  static String read(Cursor in) throws MalformedNameException {
    StringBuilder kept = new StringBuilder();
    while (in.accept('.')) {
      int start = in.position();
      while (!in.atEnd() && in.peek() != '.') {
        in.next();
      }
      String word = in.since(start);
      if (word.equals("llvm")) {
        in.accept('.');
        skipHash(in);
      } else if (word.isEmpty()) {
        throw new MalformedNameException();
      } else {
        kept.append(" [clone .").append(word).append(']');
      }
    }
    if (!in.atEnd()) {
      throw new MalformedNameException();
    }
    return kept.toString();
  }

  private static void skipHash(Cursor in) throws MalformedNameException {
    while (in.atDigit() || in.peek() == '@' || (in.peek() >= 'A' && in.peek() <= 'F')) {
      in.next();
    }
  }
}
