package dev.brazier.container.demangle;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tables of names in these tests assert. */
final class Reading {
  private Reading() {}

  static void reads(String mangled, String expected) {
    assertThat(Demangler.demangle(mangled)).as(mangled).isEqualTo(expected);
  }

  static void leavesAlone(String symbol) {
    reads(symbol, symbol);
  }
}
