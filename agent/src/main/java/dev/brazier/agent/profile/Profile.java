package dev.brazier.agent.profile;

import dev.brazier.container.symbol.UnnamedReason;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sampled: counted stacks and the truth about them. Immutable.
 *
 * @param facts how it was taken
 * @param stacks the distinct stacks, in no particular order
 * @param timelineOrNull when each sample was taken, where an output asked for it
 */
public record Profile(
    ProfileFacts facts, List<ProfileStack> stacks, @Nullable Timeline timelineOrNull) {

  public Profile {
    stacks = List.copyOf(stacks);
  }

  /** A profile without times. */
  public Profile(ProfileFacts facts, List<ProfileStack> stacks) {
    this(facts, stacks, null);
  }

  /** When each sample was taken; empty unless it was asked for and told. */
  public Optional<Timeline> timeline() {
    return Optional.ofNullable(timelineOrNull);
  }

  /** Samples in all stacks together. */
  public long samples() {
    return stacks.stream().mapToLong(ProfileStack::samples).reduce(0, Counts::sum);
  }

  /** Samples by how their stack ended. Outcomes that did not happen are left out. */
  public Map<StackOutcome, Long> outcomes() {
    Map<StackOutcome, Long> counts = new EnumMap<>(StackOutcome.class);
    for (ProfileStack stack : stacks) {
      counts.merge(stack.outcome(), stack.samples(), Counts::sum);
    }
    return counts;
  }

  /** Sampled frames in all, an unnamed or named one counted once for each sample it is in. */
  public long sampledFrames() {
    return stacks.stream()
        .mapToLong(stack -> Counts.product(stack.samples(), stack.frames().size()))
        .reduce(0, Counts::sum);
  }

  /** Sampled frames without a name by reason and module, the most frequent first. */
  public List<UnnamedShare> unnamed() {
    Map<UnnamedReason, Map<String, Long>> counts = new EnumMap<>(UnnamedReason.class);
    for (ProfileStack stack : stacks) {
      for (ProfileFrame frame : stack.frames()) {
        frame
            .unnamed()
            .ifPresent(
                reason ->
                    counts
                        .computeIfAbsent(reason, unused -> new HashMap<>())
                        .merge(frame.module(), stack.samples(), Long::sum));
      }
    }
    return counts.entrySet().stream()
        .flatMap(
            byReason ->
                byReason.getValue().entrySet().stream()
                    .map(
                        byModule ->
                            new UnnamedShare(
                                byReason.getKey(), byModule.getKey(), byModule.getValue())))
        .sorted(
            Comparator.comparingLong(UnnamedShare::frames)
                .reversed()
                .thenComparing(UnnamedShare::module)
                .thenComparing(UnnamedShare::reason))
        .toList();
  }

  /**
   * Sampled frames that lack a name for one reason.
   *
   * @param reason why
   * @param module where, as in {@link ProfileFrame#module}
   * @param frames how many, weighted by samples
   */
  public record UnnamedShare(UnnamedReason reason, String module, long frames) {}

  /**
   * The functions that were running most often themselves, hottest first.
   *
   * @param limit how many at most
   */
  public List<HotFunction> hottest(int limit) {
    return new HotFunctions(this).stream().sorted(HotFunction.HOTTEST_FIRST).limit(limit).toList();
  }

  /**
   * A function and its samples.
   *
   * @param frame the function, in whichever file of its module's name
   * @param self samples in which it was the innermost frame
   * @param total samples in which it was anywhere on the stack
   */
  public record HotFunction(ProfileFrame frame, long self, long total) {

    static final Comparator<HotFunction> HOTTEST_FIRST =
        Comparator.comparingLong(HotFunction::self)
            .reversed()
            .thenComparing(Comparator.comparingLong(HotFunction::total).reversed())
            .thenComparing(hot -> hot.frame().name())
            .thenComparing(hot -> hot.frame().module())
            .thenComparing(hot -> hot.frame().kind());
  }
}
