package dev.brazier.container.demangle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the names of C++ and Rust symbols into what their programmers wrote. */
public final class Demangler {
  /** Longer symbols are left alone; the longest real one seen has 1,222 characters. */
  private static final int MAX_LENGTH = 64 * 1024;

  private Demangler() {}

  /** {@link #demangle(String, DemangleStyle)} with {@link DemangleStyle#FULL}. */
  public static String demangle(String symbol) {
    return demangle(symbol, DemangleStyle.FULL);
  }

  /**
   * The readable name of {@code symbol}, or {@code symbol} itself when it is no mangled name.
   *
   * <p>Never throws, and does a bounded amount of work for any text. Safe for any number of
   * threads.
   */
  public static String demangle(String symbol, DemangleStyle style) {
    if (symbol.length() < 3 || symbol.charAt(0) != '_' || symbol.length() > MAX_LENGTH) {
      return symbol;
    }
    String name = read(symbol, style);
    return name == null ? symbol : name;
  }

  private static @Nullable String read(String symbol, DemangleStyle style) {
    try {
      return switch (symbol.charAt(1)) {
        case 'Z' -> itanium(symbol, style);
        case 'R' -> RustV0.read(new Cursor(symbol, 2));
        case 'G' -> initializer(symbol, style);
        default -> null;
      };
    } catch (MalformedNameException e) {
      return null;
    }
  }

  private static @Nullable String itanium(String symbol, DemangleStyle style)
      throws MalformedNameException {
    String rust = RustLegacy.mayBe(symbol) ? RustLegacy.read(new Cursor(symbol, 3)) : null;
    if (rust != null) {
      return rust;
    }
    Node name = ItaniumParser.parse(new Cursor(symbol, 2));
    Printer out = new Printer();
    out.print(style == DemangleStyle.NO_PARAMETERS ? name.withoutParameters() : name);
    return out.result();
  }

  /** The functions that run before and after {@code main}, named after one thing they set up. */
  private static @Nullable String initializer(String symbol, DemangleStyle style) {
    for (String prefix : List.of("_GLOBAL__sub_", "_GLOBAL__", "_GLOBAL_.", "_GLOBAL_$")) {
      int end = prefix.length() + 2;
      String kind = symbol.startsWith(prefix) && symbol.length() > end ? kind(symbol, end) : "";
      if (!kind.isEmpty()) {
        String mangled = symbol.substring(end);
        return kind + (mangled.startsWith("_Z") ? demangle(mangled, style) : mangled);
      }
    }
    return null;
  }

  /** What the letter and the underscore in front of {@code end} say. */
  private static String kind(String symbol, int end) {
    return switch (symbol.substring(end - 2, end)) {
      case "I_" -> "global constructors keyed to ";
      case "D_" -> "global destructors keyed to ";
      default -> "";
    };
  }
}
