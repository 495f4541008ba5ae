package dev.brazier.agent.export;

import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A profile by process and thread. */
public final class Tracks {

  private static final Comparator<Track> ORDER =
      Comparator.comparingLong(Track::samples)
          .reversed()
          .thenComparing(track -> track.process().container())
          .thenComparing(track -> track.process().name())
          .thenComparingInt(track -> track.process().pid())
          .thenComparingLong(track -> track.process().startTicks())
          .thenComparing(track -> track.thread().map(ProfileThread::name).orElse(""))
          .thenComparingInt(track -> track.thread().map(ProfileThread::tid).orElse(0));

  private final Profile profile;
  private final List<Key> keys = new ArrayList<>();
  private final int[] keyOfStack;
  private final long[] untimedCounts;

  private record Key(ProfileProcess process, @Nullable ProfileThread thread) {}

  private Tracks(Profile profile) {
    this.profile = profile;
    this.keyOfStack = new int[profile.stacks().size()];
    this.untimedCounts =
        profile
            .timeline()
            .map(timeline -> timeline.untimed(profile.stacks()))
            .orElseGet(() -> profile.stacks().stream().mapToLong(ProfileStack::samples).toArray());
  }

  /** Every process or thread that was sampled, the busiest first. */
  public static List<Track> of(Profile profile) {
    Tracks tracks = new Tracks(profile);
    tracks.number();
    return tracks.collect();
  }

  private void number() {
    Map<Key, Integer> numbers = new HashMap<>();
    int index = 0;
    for (ProfileStack stack : profile.stacks()) {
      Key key = new Key(stack.process(), stack.threadOrNull());
      Integer known = numbers.putIfAbsent(key, keys.size());
      keyOfStack[index++] = known == null ? keys.size() : known;
      if (known == null) {
        keys.add(key);
      }
    }
  }

  private List<Track> collect() {
    long[] samples = new long[keys.size()];
    for (int stack = 0; stack < keyOfStack.length; stack++) {
      int key = keyOfStack[stack];
      samples[key] = Counts.sum(samples[key], profile.stacks().get(stack).samples());
    }
    Timeline timeline = profile.timelineOrNull();
    int[][] timed = split(timeline == null ? new int[0] : stacksOf(timeline), false);
    int[] stacks = new int[keyOfStack.length];
    Arrays.setAll(stacks, stack -> stack);
    int[][] untimed = split(stacks, true);
    List<Track> tracks = new ArrayList<>(keys.size());
    for (int key = 0; key < keys.size(); key++) {
      tracks.add(
          new Track(
              keys.get(key).process,
              keys.get(key).thread,
              timeline,
              timed[key],
              untimed[key],
              untimedCounts,
              samples[key]));
    }
    tracks.sort(ORDER);
    return tracks;
  }

  private static int[] stacksOf(Timeline timeline) {
    int[] stacks = new int[timeline.size()];
    Arrays.setAll(stacks, timeline::stack);
    return stacks;
  }

  /**
   * The positions in {@code stacks} by key, in order; without stacks whose samples all have times,
   * if so.
   */
  private int[][] split(int[] stacks, boolean untimedOnly) {
    int[] sizes = new int[keys.size()];
    for (int stack : stacks) {
      if (!untimedOnly || untimedCounts[stack] > 0) {
        sizes[keyOfStack[stack]]++;
      }
    }
    int[][] parts = new int[keys.size()][];
    Arrays.setAll(parts, key -> new int[sizes[key]]);
    int[] used = new int[keys.size()];
    for (int position = 0; position < stacks.length; position++) {
      int stack = stacks[position];
      if (!untimedOnly || untimedCounts[stack] > 0) {
        int key = keyOfStack[stack];
        parts[key][used[key]++] = position;
      }
    }
    return parts;
  }
}
