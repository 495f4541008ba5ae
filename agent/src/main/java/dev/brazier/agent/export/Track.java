package dev.brazier.agent.export;

import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.Timeline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sampled of one thread, or of one process where threads are not known: an entry for each
 * sample that has a time, in its order, then one for each stack that has samples without a time.
 */
public final class Track {

  private final ProfileProcess process;
  private final @Nullable ProfileThread thread;
  private final @Nullable Timeline timeline;
  private final int[] timed;
  private final int[] untimed;
  private final long[] untimedCounts;
  private final long samples;

  Track(
      ProfileProcess process,
      @Nullable ProfileThread thread,
      @Nullable Timeline timeline,
      int[] timed,
      int[] untimed,
      long[] untimedCounts,
      long samples) {
    this.process = process;
    this.thread = thread;
    this.timeline = timeline;
    this.timed = timed;
    this.untimed = untimed;
    this.untimedCounts = untimedCounts;
    this.samples = samples;
  }

  /** The process it belongs to. */
  public ProfileProcess process() {
    return process;
  }

  /** The thread; empty when threads are not known. */
  public Optional<ProfileThread> thread() {
    return Optional.ofNullable(thread);
  }

  /** The counts of all entries together. */
  public long samples() {
    return samples;
  }

  /** How many entries there are. */
  public int size() {
    return timed.length + untimed.length;
  }

  /** How many of them, the first ones, have a time. */
  public int timed() {
    return timed.length;
  }

  /** Time of an entry below {@link #timed}, in nanoseconds since the start of the profile. */
  public long nanos(int entry) {
    return times().nanos(timed[entry]);
  }

  /** The stack of an entry, as its index in the profile. */
  public int stack(int entry) {
    return entry < timed.length ? times().stack(timed[entry]) : untimed[entry - timed.length];
  }

  /** How often an entry counts. */
  public long count(int entry) {
    return entry < timed.length
        ? times().count(timed[entry])
        : untimedCounts[untimed[entry - timed.length]];
  }

  private Timeline times() {
    if (timeline == null) {
      throw new IndexOutOfBoundsException("no entry has a time");
    }
    return timeline;
  }
}
