package dev.brazier.flamegraph;

/** What the hues of a flame graph tell at first; the reader can switch. */
public enum Colouring {
  /** The kind of code: kernel, native, compiled at run time, and so on. */
  KIND(""),
  /** Where functions come from: their package, crate, namespace or module. */
  PACKAGE("package");

  private final String word;

  Colouring(String word) {
    this.word = word;
  }

  /** The word for it in the fragment of the page's address; empty for the usual one. */
  String word() {
    return word;
  }
}
