package dev.brazier.agent.serve;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;

/** A resource that cannot be shown now. The message is for the visitor. */
final class UnavailableException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient HttpResponseStatus status;

  UnavailableException(HttpResponseStatus status, String message) {
    super(message);
    this.status = status;
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What the visitor's browser is answered. */
  HttpResponseStatus status() {
    return status;
  }
}
