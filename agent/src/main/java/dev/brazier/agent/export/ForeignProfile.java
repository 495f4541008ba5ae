package dev.brazier.agent.export;

import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFacts.SampleBalance;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.SampleWeight;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.input.InputOrigin;
import dev.brazier.flamegraph.input.InputReport;
import dev.brazier.flamegraph.input.InputStack;
import dev.brazier.flamegraph.input.StackSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes a profile of a file of another tool: takes its stacks one by one, and what is said of the
 * file in the end. Equal stacks of one thread are counted together. What the file does not tell is
 * unknown in the profile: nothing is made up.
 */
public final class ForeignProfile implements StackSink {

  private final Map<Key, Integer> numbers = new LinkedHashMap<>();
  private final IdentityHashMap<Frame, Integer> frameNumbers = new IdentityHashMap<>();
  private final FrameNumbers frames = new FrameNumbers();
  private final Map<InputOrigin, Integer> placeNumbers = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final @Nullable ForeignTimes times;
  private long[] counts = new long[1 << 10];
  private long samples;

  private record Place(ProfileProcess process, @Nullable ProfileThread thread) {}

  /** A stack by the numbers of its place and of its frames, outermost first. */
  private static final class Key {
    final int[] words;
    private final int hash;

    Key(int[] words) {
      this.words = words;
      this.hash = Arrays.hashCode(words);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(words, key.words);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * An empty one.
   *
   * @param timeline whether the times of stacks are kept, where the file tells them
   */
  public ForeignProfile(boolean timeline) {
    times = timeline ? new ForeignTimes() : null;
  }

  @Override
  public void stack(InputStack stack) {
    Integer known = numbers.putIfAbsent(key(stack), numbers.size());
    int number = known == null ? numbers.size() - 1 : known;
    if (number == counts.length) {
      counts = Arrays.copyOf(counts, number * 2);
    }
    counts[number] = Counts.sum(counts[number], stack.count());
    samples = Counts.sum(samples, stack.count());
    if (times != null && stack.timeNanos().isPresent()) {
      times.add(stack.timeNanos().getAsLong(), number, stack.count());
    }
  }

  private Key key(InputStack stack) {
    int[] words = new int[1 + stack.frames().size()];
    words[0] = placeNumbers.computeIfAbsent(stack.origin(), this::newPlace);
    int used = 1;
    for (Frame frame : stack.frames()) {
      Integer known = frameNumbers.get(frame);
      if (known == null) {
        known = frames.number(translated(frame));
        frameNumbers.put(frame, known);
      }
      words[used++] = known;
    }
    return new Key(words);
  }

  private int newPlace(InputOrigin origin) {
    places.add(place(origin));
    return places.size() - 1;
  }

  /** Whether the file told when any of the stacks so far was seen, and that was asked for. */
  public boolean tellsTimes() {
    return times != null && times.size() > 0;
  }

  /**
   * The profile of all stacks so far.
   *
   * @param report how the file was read
   * @param notes what else is to be said of it, one sentence each
   */
  public Profile profile(InputReport report, List<String> notes) {
    ForeignTimes timed = times == null || times.size() == 0 ? null : times;
    ProfileFacts facts =
        new ProfileFacts(
            "",
            timed == null ? null : timed.started(report.format()).orElse(null),
            timed == null ? Duration.ZERO : timed.duration(),
            report.event(),
            "",
            "",
            0,
            new SampleWeight(report.unit(), 0, ""),
            new SampleBalance(0, 0, 0, 0, samples, 0, Map.of()),
            notes);
    return new Profile(facts, stacks(), timed == null ? null : timed.timeline());
  }

  private List<ProfileStack> stacks() {
    List<ProfileStack> stacks = new ArrayList<>(numbers.size());
    for (Key key : numbers.keySet()) {
      Place place = places.get(key.words[0]);
      List<ProfileFrame> path = new ArrayList<>(key.words.length - 1);
      for (int i = 1; i < key.words.length; i++) {
        path.add(frames.frames().get(key.words[i]));
      }
      stacks.add(
          new ProfileStack(
              place.process, place.thread, path, counts[stacks.size()], StackOutcome.NOT_TOLD));
    }
    return stacks;
  }

  private static Place place(InputOrigin origin) {
    int pid = origin.pid().orElse(ProfileProcess.UNKNOWN);
    ProfileProcess process = new ProfileProcess(pid, 0, origin.process(), origin.container());
    OptionalInt tid = origin.tid();
    boolean threadKnown = tid.isPresent() || !origin.thread().isEmpty();
    return new Place(
        process,
        threadKnown
            ? new ProfileThread(tid.orElse(ProfileProcess.UNKNOWN), origin.thread())
            : null);
  }

  private static ProfileFrame translated(Frame frame) {
    Kind kind =
        switch (frame.kind()) {
          case KERNEL -> Kind.KERNEL;
          case JIT -> Kind.JIT;
          case INTERPRETED -> Kind.INTERPRETED;
          case INLINED -> Kind.INLINED;
          case UNKNOWN -> Kind.UNKNOWN;
          case NATIVE, CONTAINER, PROCESS, THREAD -> Kind.NATIVE;
        };
    return ProfileFrame.named(frame.name(), kind, frame.module());
  }
}
