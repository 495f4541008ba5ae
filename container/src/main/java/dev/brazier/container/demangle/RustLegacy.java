package dev.brazier.container.demangle;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the older names of Rust: those of a C++ name in namespaces, {@code _ZN4core3fmt5write
 * 17h0123456789abcdefE}, whose last part is a hash and whose parts escape what C++ names lack.
 */
final class RustLegacy {
  private static final int HASH_DIGITS = 16;

  /** A hash looks random; a C++ identifier of that shape would hardly use five different digits. */
  private static final int MIN_DIFFERENT_DIGITS = 5;

  private final Cursor in;
  private final StringBuilder out = new StringBuilder();

  private RustLegacy(Cursor in) {
    this.in = in;
  }

  /**
   * Whether {@code symbol} is worth reading: whether it has a namespace and something like a hash.
   */
  static boolean mayBe(String symbol) {
    return symbol.startsWith("_ZN") && symbol.indexOf("17h") > 0;
  }

  /** Reads what follows {@code _ZN}; null when that is no Rust name. */
  static @Nullable String read(Cursor in) {
    try {
      return new RustLegacy(in).path();
    } catch (MalformedNameException e) {
      return null; // C++ then
    }
  }

  private @Nullable String path() throws MalformedNameException {
    String part = in.take(in.number());
    while (!in.accept('E')) {
      if (out.length() > 0) {
        out.append("::");
      }
      unescape(part);
      part = in.take(in.number());
    }
    boolean hasName = out.length() > 0;
    return hasName && isHash(part) ? out + RustSuffix.read(in) : null;
  }

  private static boolean isHash(String part) {
    if (part.length() != HASH_DIGITS + 1 || part.charAt(0) != 'h') {
      return false;
    }
    Set<Character> different = new HashSet<>();
    for (int i = 1; i < part.length(); i++) {
      char c = part.charAt(i);
      if (!Cursor.isDigit(c) && (c < 'a' || c > 'f')) {
        return false;
      }
      different.add(c);
    }
    return different.size() >= MIN_DIFFERENT_DIGITS;
  }

  /** Appends an identifier; what follows an escape that is not known stays as it is. */
  private void unescape(String part) {
    int at = part.startsWith("_$") ? 1 : 0; // the underscore only keeps C++ readers content
    while (at < part.length()) {
      char c = part.charAt(at);
      if (c == '$') {
        int end = part.indexOf('$', at + 1);
        String character = end < 0 ? null : character(part.substring(at + 1, end));
        if (character == null) {
          out.append(part, at, part.length());
          return;
        }
        out.append(character);
        at = end + 1;
      } else if (part.startsWith("..", at)) {
        out.append("::");
        at += 2;
      } else {
        out.append(c);
        at++;
      }
    }
  }

  /** The character an escape stands for; null when there is no such escape. */
  private static @Nullable String character(String escape) {
    return switch (escape) {
      case "SP" -> "@";
      case "BP" -> "*";
      case "RF" -> "&";
      case "LT" -> "<";
      case "GT" -> ">";
      case "LP" -> "(";
      case "RP" -> ")";
      case "C" -> ",";
      default -> escape.startsWith("u") ? codePoint(escape.substring(1)) : null;
    };
  }

  private static @Nullable String codePoint(String hex) {
    int value = 0;
    for (int i = 0; i < hex.length(); i++) {
      int digit =
          Cursor.isDigit(hex.charAt(i)) || Cursor.isLower(hex.charAt(i))
              ? Character.digit(hex.charAt(i), 16)
              : -1;
      value = value * 16 + digit;
      if (digit < 0 || !Character.isValidCodePoint(value)) {
        return null;
      }
    }
    boolean isShown =
        !hex.isEmpty() && !Character.isISOControl(value) && !Punycode.isSurrogate(value);
    return isShown ? Character.toString(value) : null;
  }
}
