package dev.brazier.container.seccomp;

/** The text is not a seccomp profile; the message says where and why, in lower case. */
public final class MalformedProfileException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedProfileException(String message) {
    super(message);
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
