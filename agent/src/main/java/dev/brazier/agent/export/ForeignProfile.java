package dev.brazier.agent.export;

import dev.brazier.agent.profile.Counts;
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
import java.util.HashMap;
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

  private final Map<Key, long[]> counts = new LinkedHashMap<>();
  private final Map<Key, Integer> numbers = new HashMap<>();
  private final Map<Frame, ProfileFrame> frames = new HashMap<>();
  private final Map<InputOrigin, Place> places = new HashMap<>();
  private final @Nullable ForeignTimes times;
  private long samples;

  private record Place(ProfileProcess process, @Nullable ProfileThread thread) {}

  private record Key(Place place, List<ProfileFrame> frames) {}

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
    Place place = places.computeIfAbsent(stack.origin(), ForeignProfile::place);
    List<ProfileFrame> translated = new ArrayList<>(stack.frames().size());
    for (Frame frame : stack.frames()) {
      translated.add(frames.computeIfAbsent(frame, ForeignProfile::frame));
    }
    Key key = new Key(place, translated);
    long[] count = counts.computeIfAbsent(key, unused -> new long[1]);
    count[0] = Counts.sum(count[0], stack.count());
    samples = Counts.sum(samples, stack.count());
    if (times != null && stack.timeNanos().isPresent()) {
      int number = numbers.computeIfAbsent(key, unused -> numbers.size());
      times.add(stack.timeNanos().getAsLong(), number, stack.count());
    }
  }

  /**
   * The profile of all stacks so far.
   *
   * @param report how the file was read
   * @param notes what else is to be said of it, one sentence each
   */
  public Profile profile(InputReport report, List<String> notes) {
    List<ProfileStack> stacks = new ArrayList<>(counts.size());
    int[] stackOfNumber = new int[numbers.size()];
    for (Map.Entry<Key, long[]> entry : counts.entrySet()) {
      Key key = entry.getKey();
      Integer number = numbers.get(key);
      if (number != null) {
        stackOfNumber[number] = stacks.size();
      }
      stacks.add(
          new ProfileStack(
              key.place.process,
              key.place.thread,
              key.frames,
              entry.getValue()[0],
              StackOutcome.NOT_TOLD));
    }
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
    return new Profile(facts, stacks, timed == null ? null : timed.timeline(stackOfNumber));
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

  private static ProfileFrame frame(Frame frame) {
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
