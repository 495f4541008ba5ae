package dev.brazier.agent.export.firefox;

import dev.brazier.agent.export.Track;
import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.SampleWeight;
import java.util.List;

/**
 * Where a track's entries stand on the profiler's axis of time, in nanoseconds since the start of
 * the profile. Entries without a time come after the others, each as long as it counts.
 */
final class EntryTimes {

  private final long lengthNanos;

  EntryTimes(Profile profile) {
    SampleWeight weight = profile.facts().weight();
    long otherwise = weight.isSamples() ? Meta.intervalNanos(profile) : 1;
    this.lengthNanos = weight.nanosPerCount() > 0 ? weight.nanosPerCount() : otherwise;
  }

  /** When each entry begins. */
  long[] starts(Track track) {
    long[] starts = new long[track.size()];
    long next = 0;
    for (int entry = 0; entry < starts.length; entry++) {
      starts[entry] = start(track, entry, next);
      next = end(track, entry, starts[entry]);
    }
    return starts;
  }

  /**
   * When the profile ends: not before its last entry, of which the profiler would show nothing.
   * That is after the duration where entries have no time, and where a foreign file's last sample
   * is all that tells how long it is.
   */
  long end(Profile profile, List<Track> tracks) {
    long end = profile.facts().duration().toNanos();
    for (Track track : tracks) {
      end = Math.max(end, end(track));
    }
    return end;
  }

  /** Entries are in the order of time: those before the last one with a time do not matter. */
  private long end(Track track) {
    long end = 0;
    for (int entry = Math.max(0, track.timed() - 1); entry < track.size(); entry++) {
      end = end(track, entry, start(track, entry, end));
    }
    return end;
  }

  private static long start(Track track, int entry, long endBefore) {
    return entry < track.timed() ? track.nanos(entry) : endBefore;
  }

  private long end(Track track, int entry, long start) {
    return Counts.sum(start, Counts.product(track.count(entry), lengthNanos));
  }
}
