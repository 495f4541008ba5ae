package dev.brazier.container.unwind;

/**
 * An entry of a frame section makes no sense. Carries no stack trace: a damaged file raises
 * thousands of them.
 */
final class MalformedFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message, null, false, false);
  }
}
