package dev.brazier.container.demangle;

import org.jspecify.annotations.Nullable;

/**
 * Reads the newer names of Rust (<a
 * href="https://doc.rust-lang.org/rustc/symbol-mangling/v0.html">v0</a>) and prints them on the
 * way; hashes of crates are dropped. This class reads paths and names.
 */
final class RustV0 {
  private final Cursor in;

  /** Where the name begins: back-references count from here. */
  private final int start;

  private final Printer out;
  private final RustV0Types types;

  /** Greater than 0 while something is read that is not shown. */
  private int hidden;

  private RustV0(Cursor in) {
    this.in = in;
    this.start = in.position();
    this.out = new Printer();
    this.types = new RustV0Types(this, in);
  }

  /** Reads what follows {@code _R}; null when the name is beyond the bounds. */
  static @Nullable String read(Cursor in) throws MalformedNameException {
    return new RustV0(in).symbol();
  }

  private @Nullable String symbol() throws MalformedNameException {
    if (in.atDigit()) {
      throw new MalformedNameException(); // a version of the encoding that is yet to come
    }
    path(true);
    if (in.peek() >= 'A' && in.peek() <= 'Z') {
      hide(() -> path(false)); // the crate that instantiates the generic function
    }
    String suffix = RustSuffix.read(in);
    String name = out.result();
    return name == null ? null : name + suffix;
  }

  void text(String text) throws MalformedNameException {
    if (!out.step(1)) {
      throw new MalformedNameException();
    }
    if (hidden == 0) {
      out.text(text);
    }
  }

  /** A production that prints what it reads. */
  @FunctionalInterface
  interface Production {
    void read() throws MalformedNameException;
  }

  private void hide(Production production) throws MalformedNameException {
    hidden++;
    production.read();
    hidden--;
  }

  /**
   * {@code <path>}.
   *
   * @param isValue whether generic arguments are written {@code ::<T>}, as in expressions
   */
  void path(boolean isValue) throws MalformedNameException {
    in.enter();
    switch (in.next()) {
      case 'C' -> {
        disambiguator();
        text(identifier());
      }
      case 'N' -> nested(isValue);
      case 'M' -> {
        implPath();
        text("<");
        types.type();
        text(">");
      }
      case 'X' -> {
        implPath();
        traitOf();
      }
      case 'Y' -> traitOf();
      case 'I' -> {
        path(isValue);
        text(isValue ? "::<" : "<");
        list(types::genericArgument);
        text(">");
      }
      case 'B' -> backReference(() -> path(isValue));
      default -> throw new MalformedNameException();
    }
    in.leave();
  }

  /** {@code <type as trait>}. */
  private void traitOf() throws MalformedNameException {
    text("<");
    types.type();
    text(" as ");
    path(false);
    text(">");
  }

  /** {@code N <namespace> <path> <identifier>}: an upper-case namespace is one of the compiler. */
  private void nested(boolean isValue) throws MalformedNameException {
    char namespace = in.next();
    path(isValue);
    long number = disambiguator();
    String name = identifier();
    if (Cursor.isLower(namespace)) {
      if (!name.isEmpty()) {
        text("::" + name);
      }
    } else if (namespace >= 'A' && namespace <= 'Z') {
      String kind =
          switch (namespace) {
            case 'C' -> "closure";
            case 'S' -> "shim";
            default -> String.valueOf(namespace);
          };
      text("::{" + kind + (name.isEmpty() ? "" : ":" + name) + "#" + number + "}");
    } else {
      throw new MalformedNameException();
    }
  }

  /** Where an {@code impl} stands says nothing to a reader. */
  private void implPath() throws MalformedNameException {
    disambiguator();
    hide(() -> path(false));
  }

  /** Reads what stands earlier in the name once more; what is hidden need not be. */
  void backReference(Production production) throws MalformedNameException {
    int here = in.position() - 1;
    long offset = base62();
    if (offset < 0 || offset >= here - start) {
      throw new MalformedNameException();
    }
    if (hidden > 0) {
      return;
    }
    int end = in.position();
    in.moveTo(start + (int) offset);
    production.read();
    in.moveTo(end);
  }

  /** Reads productions until {@code E}, with commas; the result is how many there were. */
  int list(Production production) throws MalformedNameException {
    int count = 0;
    while (!in.accept('E')) {
      text(count > 0 ? ", " : "");
      production.read();
      count++;
    }
    return count;
  }

  /** {@code [s <base-62-number>]}. */
  long disambiguator() throws MalformedNameException {
    return optionalNumber('s');
  }

  /** 0, or behind {@code tag} a number that is at least 1. */
  long optionalNumber(char tag) throws MalformedNameException {
    return in.accept(tag) ? base62() + 1 : 0;
  }

  /** {@code [u] <decimal> [_] <bytes>}. */
  String identifier() throws MalformedNameException {
    boolean isPunycode = in.accept('u');
    int length = in.accept('0') ? 0 : in.number();
    in.accept('_');
    String bytes = length == 0 ? "" : in.take(length);
    if (!isPunycode) {
      return bytes;
    }
    int split = bytes.lastIndexOf('_');
    String ascii = split < 0 ? "" : bytes.substring(0, split);
    String deltas = bytes.substring(split + 1);
    out.step(bytes.length());
    String decoded = Punycode.decode(ascii, deltas);
    return decoded == null ? "punycode{" + bytes + "}" : decoded;
  }

  /** {@code _} is 0, {@code 0_} is 1 and so on. */
  long base62() throws MalformedNameException {
    if (in.accept('_')) {
      return 0;
    }
    long value = 0;
    for (char c = in.next(); c != '_'; c = in.next()) {
      int digit =
          Cursor.isDigit(c)
              ? c - '0'
              : Cursor.isLower(c) ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new MalformedNameException();
      }
      value = value * 62 + digit; // hashes of crates may wrap around; nobody looks at them
    }
    return value + 1;
  }
}
