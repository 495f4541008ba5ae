package dev.brazier.agent.profile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A distinct stack and how often it was sampled.
 *
 * @param process where it was taken
 * @param threadOrNull the thread, when threads were asked for
 * @param frames from the outermost caller to the innermost frame
 * @param samples how many samples had it, at least 1
 * @param outcome how its user part ended
 */
public record ProfileStack(
    ProfileProcess process,
    @Nullable ProfileThread threadOrNull,
    List<ProfileFrame> frames,
    long samples,
    StackOutcome outcome) {

  public ProfileStack {
    frames = List.copyOf(frames);
  }

  /** The thread; empty when threads were not asked for. */
  public Optional<ProfileThread> thread() {
    return Optional.ofNullable(threadOrNull);
  }
}
