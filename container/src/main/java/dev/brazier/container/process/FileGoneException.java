package dev.brazier.container.process;

import java.io.IOException;

/**
 * A file that had been closed to stay within the budget of open files, and cannot be opened again.
 */
public final class FileGoneException extends IOException {

  FileGoneException(String message, Throwable cause) {
    super(message, cause);
  }

  FileGoneException(String message) {
    super(message);
  }
}
