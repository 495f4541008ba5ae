package dev.brazier.container.symbol;

import java.io.IOException;

/** A target's file cannot be reached, for a reason that the frames in it shall show. */
public final class FileUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final UnnamedReason reason;

  /** Carries the reason and a text for a person. */
  public FileUnavailableException(UnnamedReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What the frames in the file show instead of a name. */
  public UnnamedReason reason() {
    return reason;
  }
}
