package dev.brazier.bpf;

/** Type information that does not follow {@code Documentation/bpf/btf.rst}. */
final class MalformedBtfException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedBtfException(String message) {
    super(message);
  }
}
