package dev.brazier.agent.record;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileFrame.Kind;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.ProfileThread;
import dev.brazier.agent.profile.StackOutcome;
import dev.brazier.bpf.Engine;
import dev.brazier.bpf.FrameWord;
import dev.brazier.container.symbol.UnnamedReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns counted rows of words into stacks of frames; rows that read the same become one stack, and
 * the times of samples go with them.
 */
final class ProfileAssembly {

  private final StackTable stacks;
  private final ProcessTable processes;
  private final FrameNamer namer;
  private final Engine engine;
  private final JavaStacks javaStacks;
  private final boolean threads;

  ProfileAssembly(
      StackTable stacks,
      ProcessTable processes,
      FrameNamer namer,
      JavaStacks javaStacks,
      Engine engine,
      boolean threads) {
    this.stacks = stacks;
    this.processes = processes;
    this.namer = namer;
    this.javaStacks = javaStacks;
    this.engine = engine;
    this.threads = threads;
  }

  private record Key(
      ProfileProcess process,
      @Nullable ProfileThread thread,
      List<ProfileFrame> frames,
      StackOutcome outcome) {}

  Profile profile(ProfileFacts facts, @Nullable SampleTimes times) {
    Map<Key, Integer> numbers = new LinkedHashMap<>();
    long[] counts = new long[stacks.size()];
    int[] numberOfRow = new int[stacks.size()];
    for (int row = 0; row < stacks.size(); row++) {
      Key key = key(row);
      Integer known = numbers.putIfAbsent(key, numbers.size());
      numberOfRow[row] = known == null ? numbers.size() - 1 : known;
      counts[numberOfRow[row]] += stacks.count(row);
    }
    List<ProfileStack> assembled = new ArrayList<>(numbers.size());
    for (Key key : numbers.keySet()) {
      long count = counts[assembled.size()];
      assembled.add(new ProfileStack(key.process, key.thread, key.frames, count, key.outcome));
    }
    return new Profile(facts, assembled, times == null ? null : times.timeline(numberOfRow));
  }

  private Key key(int stack) {
    SampledProcess process = processes.process(StackHeading.process(stacks, stack));
    int kernelFrames = StackHeading.kernelFrames(stacks, stack);
    List<ProfileFrame> frames = new ArrayList<>(stacks.length(stack) - StackHeading.WORDS);
    append(stack, StackHeading.WORDS + kernelFrames, stacks.length(stack), process, frames);
    ProfileFrame outermost = frames.isEmpty() ? null : frames.get(0);
    append(stack, StackHeading.WORDS, StackHeading.WORDS + kernelFrames, process, frames);
    ProfileThread thread = threads ? processes.thread(StackHeading.thread(stacks, stack)) : null;
    StackOutcome outcome =
        javaStacks.judge(
            StackOutcomes.of(StackHeading.end(stacks, stack), engine, outermost),
            process.label().pid(),
            frames);
    return new Key(process.label(), thread, List.copyOf(frames), outcome);
  }

  /** Words are innermost first, frames of a profile outermost first. */
  private void append(
      int stack, int from, int to, SampledProcess process, List<ProfileFrame> frames) {
    for (int position = to - 1; position >= from; position--) {
      long word = stacks.word(stack, position);
      switch (FrameWord.kind(word)) {
        case KERNEL, FILE -> frames.add(namer.frame(word));
        case USER -> frames.add(process.generatedCode().frame(FrameWord.runtimeAddress(word)));
        case UNKNOWN -> frames.add(ProfileFrame.unnamed(Kind.NATIVE, "", UnnamedReason.NO_MAPPING));
        case MARKER -> {}
      }
    }
  }
}
