package dev.brazier.agent.record;

/**
 * A recording that cannot be done as asked: a process or container that does not exist, a command
 * that cannot be started. The message is one line that names the object, the reason and the remedy.
 */
public final class RecordingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RecordingException(String message) {
    super(message);
  }

  RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
