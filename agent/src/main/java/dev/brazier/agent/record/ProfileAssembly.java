package dev.brazier.agent.record;

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

/** Turns counted rows of words into stacks of frames; rows that read the same become one stack. */
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

  List<ProfileStack> stacks() {
    Map<Key, long[]> counts = new LinkedHashMap<>();
    for (int stack = 0; stack < stacks.size(); stack++) {
      counts.computeIfAbsent(key(stack), unused -> new long[1])[0] += stacks.count(stack);
    }
    List<ProfileStack> assembled = new ArrayList<>(counts.size());
    counts.forEach(
        (key, count) ->
            assembled.add(
                new ProfileStack(key.process, key.thread, key.frames, count[0], key.outcome)));
    return assembled;
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
