package dev.brazier.container.symbol;

import java.io.Closeable;
import java.io.IOException;

/** Closing what was only read from, where a failure means nothing to anybody. */
final class Closing {
  private Closing() {}

  static void quietly(Closeable read) {
    try {
      read.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost; the descriptor is released in any case.
    }
  }
}
