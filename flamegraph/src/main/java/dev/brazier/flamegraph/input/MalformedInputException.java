package dev.brazier.flamegraph.input;

import java.io.IOException;

/** A file that cannot be read on: damaged, cut short, or not what it was said to be. */
public final class MalformedInputException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A lower-case phrase that says what is wrong, and what to do where there is something. */
  MalformedInputException(String reason) {
    super(reason);
  }

  MalformedInputException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
