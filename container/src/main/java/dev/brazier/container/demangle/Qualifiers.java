package dev.brazier.container.demangle;

/**
 * The qualifiers of a type or of a member function.
 *
 * @param reference {@code ""}, {@code " &"} or {@code " &&"}: only functions have it
 */
record Qualifiers(boolean isRestrict, boolean isVolatile, boolean isConst, String reference) {
  static final Qualifiers NONE = new Qualifiers(false, false, false, "");

  /** Reads {@code [r] [V] [K]}. */
  static Qualifiers read(Cursor in) {
    boolean isRestrict = in.accept('r');
    boolean isVolatile = in.accept('V');
    boolean isConst = in.accept('K');
    return isRestrict || isVolatile || isConst
        ? new Qualifiers(isRestrict, isVolatile, isConst, "")
        : NONE;
  }

  /** Reads {@code [R | O]}. */
  Qualifiers readReference(Cursor in) {
    if (in.accept('R')) {
      return new Qualifiers(isRestrict, isVolatile, isConst, " &");
    }
    return in.accept('O') ? new Qualifiers(isRestrict, isVolatile, isConst, " &&") : this;
  }

  boolean isEmpty() {
    return !isRestrict && !isVolatile && !isConst && reference.isEmpty();
  }

  Qualifiers without(Qualifiers others) {
    return new Qualifiers(
        isRestrict && !others.isRestrict,
        isVolatile && !others.isVolatile,
        isConst && !others.isConst,
        reference);
  }

  void print(Printer out) {
    if (isConst) {
      out.text(" const");
    }
    if (isVolatile) {
      out.text(" volatile");
    }
    if (isRestrict) {
      out.text(" restrict");
    }
    out.text(reference);
  }
}
