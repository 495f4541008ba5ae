package dev.brazier.container.demangle;

/**
 * The text is not a mangled name, or one beyond the bounds set for hostile input.
 *
 * <p>It has no stack trace: half the symbols of a C library end here, so it must cost nothing.
 */
final class MalformedNameException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedNameException() {
    super("not a mangled name", null, false, false);
  }
}
