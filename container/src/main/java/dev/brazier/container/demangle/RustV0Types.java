package dev.brazier.container.demangle;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the types, lifetimes and constants in a {@link RustV0} name. */
final class RustV0Types {
  /** Lifetimes in one {@code for<...>}; real ones declare a few. */
  private static final int MAX_DECLARED = 256;

  private final RustV0 names;
  private final Cursor in;

  /** Lifetimes that enclosing {@code for<...>} binders declare. */
  private long boundLifetimes;

  RustV0Types(RustV0 names, Cursor in) {
    this.names = names;
    this.in = in;
  }

  /** {@code <generic-arg>}: a lifetime, a constant or a type. */
  void genericArgument() throws MalformedNameException {
    if (in.accept('L')) {
      names.text(lifetime(names.base62()));
    } else if (in.accept('K')) {
      constant();
    } else {
      type();
    }
  }

  /** {@code <type>}. */
  void type() throws MalformedNameException {
    in.enter();
    String basic = basicType(in.peek());
    if (basic != null) {
      in.next();
      names.text(basic);
    } else {
      compound();
    }
    in.leave();
  }

  private void compound() throws MalformedNameException {
    char kind = in.peek();
    if ("CNMXYI".indexOf(kind) >= 0) {
      names.path(false);
      return;
    }
    in.next();
    switch (kind) {
      case 'A' -> {
        names.text("[");
        type();
        names.text("; ");
        constant();
        names.text("]");
      }
      case 'S' -> {
        names.text("[");
        type();
        names.text("]");
      }
      case 'T' -> {
        names.text("(");
        names.text(names.list(this::type) == 1 ? ",)" : ")");
      }
      case 'R', 'Q' -> reference(kind == 'Q' ? "mut " : "");
      case 'P' -> pointer("*const ");
      case 'O' -> pointer("*mut ");
      case 'F' -> inBinder(this::function);
      case 'D' -> traitObject();
      case 'W' -> {
        type();
        names.text(" is ");
        pattern();
      }
      case 'B' -> names.backReference(this::type);
      default -> throw new MalformedNameException();
    }
  }

  private void reference(String mutability) throws MalformedNameException {
    names.text("&");
    if (in.accept('L')) {
      long lifetime = names.base62();
      if (lifetime != 0) {
        names.text(lifetime(lifetime) + " ");
      }
    }
    names.text(mutability);
    type();
  }

  private void pointer(String keyword) throws MalformedNameException {
    names.text(keyword);
    type();
  }

  /** {@code [U] [K <abi>] <type>* E <type>}. */
  private void function() throws MalformedNameException {
    names.text(in.accept('U') ? "unsafe " : "");
    if (in.accept('K')) {
      String abi = in.accept('C') ? "C" : names.identifier().replace('_', '-');
      names.text("extern \"" + abi + "\" ");
    }
    names.text("fn(");
    names.list(this::type);
    names.text(")");
    if (!in.accept('u')) {
      names.text(" -> ");
      type();
    }
  }

  /** {@code <dyn-bounds> <lifetime>}. */
  private void traitObject() throws MalformedNameException {
    names.text("dyn ");
    inBinder(this::bounds);
    in.expect('L');
    long lifetime = names.base62();
    if (lifetime != 0) {
      names.text(" + " + lifetime(lifetime));
    }
  }

  private void bounds() throws MalformedNameException {
    for (boolean isFirst = true; !in.accept('E'); isFirst = false) {
      names.text(isFirst ? "" : " + ");
      bound();
    }
  }

  /** A trait and, among its generic arguments, the associated types that are known. */
  private void bound() throws MalformedNameException {
    boolean isOpen = openPath();
    while (in.accept('p')) {
      names.text(isOpen ? ", " : "<");
      isOpen = true;
      names.text(names.identifier() + " = ");
      type();
    }
    names.text(isOpen ? ">" : "");
  }

  /** Reads a path; true when its generic arguments are still to be closed. */
  private boolean openPath() throws MalformedNameException {
    if (in.accept('B')) {
      boolean[] isOpen = new boolean[1];
      names.backReference(() -> isOpen[0] = openPath());
      return isOpen[0];
    }
    if (!in.accept('I')) {
      names.path(false);
      return false;
    }
    names.path(false);
    names.text("<");
    names.list(this::genericArgument);
    return true;
  }

  /** {@code [G <base-62-number>]}: lifetimes that hold for {@code production} only. */
  private void inBinder(RustV0.Production production) throws MalformedNameException {
    long outer = boundLifetimes;
    long declared = names.optionalNumber('G');
    if (declared < 0 || declared > MAX_DECLARED) {
      throw new MalformedNameException();
    }
    if (declared > 0) {
      names.text("for<");
      for (long i = 0; i < declared; i++) {
        boundLifetimes++;
        names.text((i > 0 ? ", " : "") + lifetime(1));
      }
      names.text("> ");
    }
    production.read();
    boundLifetimes = outer;
  }

  /** The lifetime declared as the {@code index}th from the innermost one; 0 is any. */
  private String lifetime(long index) throws MalformedNameException {
    if (index == 0) {
      return "'_";
    }
    long depth = boundLifetimes - index;
    if (depth < 0) {
      throw new MalformedNameException();
    }
    return depth < 26 ? "'" + (char) ('a' + depth) : "'_" + depth;
  }

  /** {@code <pattern>}: what restricts the values of a type. */
  private void pattern() throws MalformedNameException {
    switch (in.next()) {
      case 'R' -> {
        constant();
        names.text("..=");
        constant();
      }
      case 'O' -> {
        for (boolean isFirst = true; !in.accept('E'); isFirst = false) {
          names.text(isFirst ? "" : " | ");
          pattern();
        }
      }
      case 'N' -> names.text("!null");
      default -> throw new MalformedNameException();
    }
  }

  /** {@code <const>}. */
  private void constant() throws MalformedNameException {
    in.enter();
    char kind = in.next();
    switch (kind) {
      case 'p' -> names.text("_");
      case 'h', 't', 'm', 'y', 'o', 'j', 'a', 's', 'l', 'x', 'n', 'i' -> names.text(integer());
      case 'b' -> names.text(bool());
      case 'c' -> names.text(character());
      case 'e' -> names.text("*" + string());
      case 'R', 'Q' -> referenceConstant(kind == 'Q' ? "&mut " : "&");
      case 'A' -> {
        names.text("[");
        names.list(this::constant);
        names.text("]");
      }
      case 'T' -> {
        names.text("(");
        names.text(names.list(this::constant) == 1 ? ",)" : ")");
      }
      case 'V' -> structure();
      case 'B' -> names.backReference(this::constant);
      default -> throw new MalformedNameException();
    }
    in.leave();
  }

  private void referenceConstant(String operator) throws MalformedNameException {
    if (operator.equals("&") && in.accept('e')) {
      names.text(string());
    } else {
      names.text(operator);
      constant();
    }
  }

  /** {@code V <path> (U | T <const>* E | S (<identifier> <const>)* E)}. */
  private void structure() throws MalformedNameException {
    names.path(true);
    switch (in.next()) {
      case 'U' -> {}
      case 'T' -> {
        names.text("(");
        names.list(this::constant);
        names.text(")");
      }
      case 'S' -> {
        names.text(" { ");
        names.list(this::field);
        names.text(" }");
      }
      default -> throw new MalformedNameException();
    }
  }

  private void field() throws MalformedNameException {
    names.disambiguator();
    names.text(names.identifier() + ": ");
    constant();
  }

  private String integer() throws MalformedNameException {
    String sign = in.accept('n') ? "-" : "";
    String hex = hex();
    if (hex.isEmpty()) {
      return sign + "0";
    }
    boolean isLong = hex.length() <= Long.BYTES * 2;
    return sign + (isLong ? Long.toUnsignedString(Long.parseUnsignedLong(hex, 16)) : "0x" + hex);
  }

  private String bool() throws MalformedNameException {
    return switch (hex()) {
      case "0" -> "false";
      case "1" -> "true";
      default -> throw new MalformedNameException();
    };
  }

  private String character() throws MalformedNameException {
    String hex = hex();
    if (hex.isEmpty() || hex.length() > 6) {
      throw new MalformedNameException();
    }
    int codePoint = Integer.parseInt(hex, 16);
    if (!Character.isValidCodePoint(codePoint) || Punycode.isSurrogate(codePoint)) {
      throw new MalformedNameException();
    }
    return "'" + escaped(Character.toString(codePoint), '\'') + "'";
  }

  /** The UTF-8 bytes of a string, two digits each. */
  private String string() throws MalformedNameException {
    String hex = hex();
    if (hex.length() % 2 != 0) {
      throw new MalformedNameException();
    }
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return '"' + escaped(new String(bytes, StandardCharsets.UTF_8), '"') + '"';
  }

  /** {@code text} as it stands between {@code quote}s in a Rust program. */
  private static String escaped(String text, char quote) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\\' -> escaped.append("\\\\");
                default -> {
                  if (c == quote) {
                    escaped.append('\\').append(quote);
                  } else if (Character.isISOControl(c)) {
                    escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
                  } else {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** Lower-case hexadecimal digits, which {@code _} ends. */
  private String hex() throws MalformedNameException {
    int start = in.position();
    while (in.atDigit() || (in.peek() >= 'a' && in.peek() <= 'f')) {
      in.next();
    }
    String digits = in.since(start);
    in.expect('_');
    return digits;
  }

  private static @Nullable String basicType(char letter) {
    return switch (letter) {
      case 'a' -> "i8";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'd' -> "f64";
      case 'e' -> "str";
      case 'f' -> "f32";
      case 'h' -> "u8";
      case 'i' -> "isize";
      case 'j' -> "usize";
      case 'l' -> "i32";
      case 'm' -> "u32";
      case 'n' -> "i128";
      case 'o' -> "u128";
      case 'p' -> "_";
      case 's' -> "i16";
      case 't' -> "u16";
      case 'u' -> "()";
      case 'v' -> "...";
      case 'x' -> "i64";
      case 'y' -> "u64";
      case 'z' -> "!";
      default -> null;
    };
  }
}
