package dev.brazier.container.runtime;

import java.util.LinkedHashSet;
import java.util.Set;

/** Why names could not be read, for the one who asks why a container has none. */
final class Problems {
  private static final int MOST = 4;

  private final Set<String> texts = new LinkedHashSet<>();

  void add(String text) {
    if (texts.size() < MOST) {
      texts.add(text);
    }
  }

  /** The problems in one line, or that nothing was found at all. */
  String text() {
    return texts.isEmpty()
        ? "no runtime's state on disk knows the container"
        : String.join("; ", texts);
  }
}
