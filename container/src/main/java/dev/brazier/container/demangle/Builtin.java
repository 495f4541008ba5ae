package dev.brazier.container.demangle;

import org.jspecify.annotations.Nullable;

/**
 * A type the language knows by itself.
 *
 * @param literals how a literal of the type is written
 */
record Builtin(String name, Literals literals) implements TypeNode {

  /** How literals show their type. */
  enum Literals {
    /** {@code (char)65}. */
    CAST,
    /** {@code (float)[40000000]}: the bytes, as they do not name a number exactly. */
    BYTES,
    BOOL,
    INT,
    UNSIGNED,
    LONG,
    UNSIGNED_LONG,
    LONG_LONG,
    UNSIGNED_LONG_LONG
  }

  static final Builtin NULLPTR = plain("decltype(nullptr)");

  /** Types of one letter, by that letter. */
  private static final @Nullable Builtin[] LETTERS = new Builtin['z' + 1];

  /** Types of {@code D} and a letter. */
  private static final @Nullable Builtin[] D_LETTERS = new Builtin['z' + 1];

  static {
    LETTERS['a'] = plain("signed char");
    LETTERS['b'] = new Builtin("bool", Literals.BOOL);
    LETTERS['c'] = plain("char");
    LETTERS['d'] = new Builtin("double", Literals.BYTES);
    LETTERS['e'] = new Builtin("long double", Literals.BYTES);
    LETTERS['f'] = new Builtin("float", Literals.BYTES);
    LETTERS['g'] = new Builtin("__float128", Literals.BYTES);
    LETTERS['h'] = plain("unsigned char");
    LETTERS['i'] = new Builtin("int", Literals.INT);
    LETTERS['j'] = new Builtin("unsigned int", Literals.UNSIGNED);
    LETTERS['l'] = new Builtin("long", Literals.LONG);
    LETTERS['m'] = new Builtin("unsigned long", Literals.UNSIGNED_LONG);
    LETTERS['n'] = plain("__int128");
    LETTERS['o'] = plain("unsigned __int128");
    LETTERS['s'] = plain("short");
    LETTERS['t'] = plain("unsigned short");
    LETTERS['v'] = plain("void");
    LETTERS['w'] = plain("wchar_t");
    LETTERS['x'] = new Builtin("long long", Literals.LONG_LONG);
    LETTERS['y'] = new Builtin("unsigned long long", Literals.UNSIGNED_LONG_LONG);
    LETTERS['z'] = plain("...");
    D_LETTERS['a'] = plain("auto");
    D_LETTERS['c'] = plain("decltype(auto)");
    D_LETTERS['d'] = plain("decimal64");
    D_LETTERS['e'] = plain("decimal128");
    D_LETTERS['f'] = plain("decimal32");
    D_LETTERS['h'] = plain("half");
    D_LETTERS['i'] = plain("char32_t");
    D_LETTERS['n'] = NULLPTR;
    D_LETTERS['s'] = plain("char16_t");
    D_LETTERS['u'] = plain("char8_t");
  }

  /** The type at the cursor, which moves behind it; null and unmoved when there is none. */
  static @Nullable Builtin read(Cursor in) {
    boolean isD = in.peek() == 'D';
    char letter = in.peek(isD ? 1 : 0);
    Builtin found = letter > 'z' ? null : (isD ? D_LETTERS : LETTERS)[letter];
    if (found != null) {
      in.moveTo(in.position() + (isD ? 2 : 1));
    }
    return found;
  }

  /**
   * The literal {@code value}, the digits as they stand in the name, or null for {@link
   * Literals#CAST}.
   */
  @Nullable String literal(boolean isNegative, String value) {
    String signed = isNegative ? "-" + value : value;
    return switch (literals) {
      case CAST, BYTES -> null;
      case BOOL ->
          switch (signed) {
            case "0" -> "false";
            case "1" -> "true";
            default -> null;
          };
      case INT -> signed;
      case UNSIGNED -> signed + "u";
      case LONG -> signed + "l";
      case UNSIGNED_LONG -> signed + "ul";
      case LONG_LONG -> signed + "ll";
      case UNSIGNED_LONG_LONG -> signed + "ull";
    };
  }

  @Override
  public void left(Printer out) {
    out.text(name);
  }

  static Builtin plain(String name) {
    return new Builtin(name, Literals.CAST);
  }
}
