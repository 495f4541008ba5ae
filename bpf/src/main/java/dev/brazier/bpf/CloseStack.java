package dev.brazier.bpf;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Things to close, last in first out; one that fails does not keep the others open. */
final class CloseStack implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T own(T resource) {
    open.push(resource);
    return resource;
  }

  /** Forgets a resource that was closed on its own. */
  synchronized void disown(AutoCloseable resource) {
    open.removeIf(owned -> owned == resource);
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) {
        if (first == null) {
          first =
              e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes everything for the sake of a failure, which what goes wrong here is added to. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException suppressed) {
      failure.addSuppressed(suppressed);
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    return open.poll();
  }
}
