package dev.brazier.container.process;

import java.util.Optional;
import java.util.function.Function;

/**
 * What came of reading something about a process that may end at any moment.
 *
 * @param <T> the parsed content
 */
public sealed interface ProcReading<T> {

  /** The content, as it was at one moment. */
  record Read<T>(T value) implements ProcReading<T> {}

  /** The process (or the one file of it) no longer exists. */
  record Gone<T>() implements ProcReading<T> {}

  /**
   * It exists and cannot be used.
   *
   * @param reason operation, object and cause, for a person
   */
  record Unreadable<T>(String reason) implements ProcReading<T> {}

  /** The content if there is any. */
  default Optional<T> found() {
    return this instanceof Read<T> read ? Optional.of(read.value) : Optional.empty();
  }

  /** Applies {@code change} to the content; the other outcomes stay what they are. */
  default <R> ProcReading<R> map(Function<? super T, ? extends R> change) {
    if (this instanceof Read<T> read) {
      return new Read<>(change.apply(read.value));
    }
    return retype(this);
  }

  /** The same failure for another type of content. */
  static <R> ProcReading<R> retype(ProcReading<?> failure) {
    if (failure instanceof Unreadable<?> unreadable) {
      return new Unreadable<>(unreadable.reason);
    }
    return new Gone<>();
  }
}
