package dev.brazier.container.demangle;

import org.jspecify.annotations.Nullable;

/**
 * The operators of the Itanium ABI (<a
 * href="https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling-operator">5.1.3</a>).
 *
 * @param symbol as it is written, with a space behind a keyword that an operand follows
 * @param form how an expression with it is built
 */
record Operator(String symbol, Form form) {

  /** What follows the two letters of an operator in an expression. */
  enum Form {
    UNARY,
    /**
     * Unary as well, but the letters and {@code _} stand for the prefix and without for postfix.
     */
    STEP,
    BINARY,
    UNARY_TYPE,
    /** {@code keyword (expression)}, always with parentheses. */
    QUERY,
    QUERY_TYPE,
    /** {@code keyword<type>(expression)}. */
    NAMED_CAST,
    /** Read by a method of its own. */
    OWN
  }

  /** Two letters of ASCII, seven bits each. */
  private static final @Nullable Operator[] BY_LETTERS = new Operator[1 << 14];

  static {
    add(Form.UNARY, "ps+ ng- ad& de* co~ nt! ");
    add(Form.STEP, "pp++ mm-- ");
    add(
        Form.BINARY,
        "pl+ mi- ml* dv/ rm% an& or| eo^ aS= pL+= mI-= mL*= dV/= rM%= aN&= oR|= eO^= ls<< rs>> lS<<="
            + " rS>>= eq== ne!= lt< gt> le<= ge>= ss<=> aa&& oo|| cm, pm->* pt-> dt. ds.* ");
    add(Form.OWN, "cl() ix[] qu? ");
    keyword(Form.UNARY, "dl", "delete ");
    keyword(Form.UNARY, "da", "delete[] ");
    keyword(Form.UNARY, "aw", "co_await ");
    keyword(Form.UNARY, "tw", "throw ");
    keyword(Form.OWN, "nw", "new ");
    keyword(Form.OWN, "na", "new[] ");
    keyword(Form.QUERY_TYPE, "st", "sizeof ");
    keyword(Form.UNARY_TYPE, "at", "alignof ");
    keyword(Form.UNARY_TYPE, "ti", "typeid ");
    keyword(Form.UNARY, "sz", "sizeof ");
    keyword(Form.UNARY, "az", "alignof ");
    keyword(Form.UNARY, "te", "typeid ");
    keyword(Form.QUERY, "nx", "noexcept");
    keyword(Form.NAMED_CAST, "sc", "static_cast");
    keyword(Form.NAMED_CAST, "dc", "dynamic_cast");
    keyword(Form.NAMED_CAST, "cc", "const_cast");
    keyword(Form.NAMED_CAST, "rc", "reinterpret_cast");
  }

  /** The operator at the cursor, which moves behind it; null and unmoved when there is none. */
  static @Nullable Operator read(Cursor in) {
    Operator found = BY_LETTERS[key(in.peek(), in.peek(1))];
    if (found != null) {
      in.moveTo(in.position() + 2);
    }
    return found;
  }

  /** The symbol as it stands in an operator's name. */
  String name() {
    return symbol.stripTrailing();
  }

  private static void add(Form form, String table) {
    for (String entry : table.split(" ", -1)) {
      if (!entry.isEmpty()) {
        keyword(form, entry.substring(0, 2), entry.substring(2));
      }
    }
  }

  private static void keyword(Form form, String letters, String symbol) {
    BY_LETTERS[key(letters.charAt(0), letters.charAt(1))] = new Operator(symbol, form);
  }

  private static int key(char first, char second) {
    return first < 128 && second < 128 ? first << 7 | second : 0;
  }
}
