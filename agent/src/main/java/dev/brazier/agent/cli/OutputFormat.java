package dev.brazier.agent.cli;

import java.util.Locale;
import java.util.Optional;

/** What a profile can be written as. */
enum OutputFormat {
  /** A flame graph to open in a browser. */
  SVG,
  /** One line for each distinct stack: frames joined by semicolons, a space, the count. */
  COLLAPSED;

  /** The endings that {@link #ofFileName} knows, for messages. */
  static final String KNOWN_ENDINGS = ".svg, .collapsed, .folded, .txt";

  /** The format that a file's name ends in; empty when it is none of the known endings. */
  static Optional<OutputFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (lower.substring(Math.max(0, lower.lastIndexOf('.')))) {
      case ".svg" -> Optional.of(SVG);
      case ".collapsed", ".folded", ".txt" -> Optional.of(COLLAPSED);
      default -> Optional.empty();
    };
  }
}
