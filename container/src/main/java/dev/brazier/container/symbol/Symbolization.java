package dev.brazier.container.symbol;

/** What became of looking up one address. */
public sealed interface Symbolization {

  /**
   * A name.
   *
   * @param name the name as the file has it, still mangled; it may hold any character
   * @param offsetInSymbol how far behind the start of the symbol the address is, in bytes
   * @param source where the name comes from
   */
  record Named(String name, long offsetInSymbol, SymbolSource source) implements Symbolization {}

  /** No name, and why. */
  record Unnamed(UnnamedReason reason) implements Symbolization {}
}
