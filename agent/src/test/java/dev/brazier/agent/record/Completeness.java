package dev.brazier.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.StackOutcome;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many samples of a profile have a whole stack, and what the others look like. Samples without
 * a user part are left out: they can lack no caller.
 */
final class Completeness {

  private static final int BEGINNINGS_SHOWN = 12;
  private static final int FRAMES_SHOWN = 3;
  private static final long FEWEST_SAMPLES = 300;

  private final Map<StackOutcome, Long> outcomes = new EnumMap<>(StackOutcome.class);
  private final Map<String, Long> cutBeginnings = new HashMap<>();

  private Completeness() {}

  /** Of all stacks of a profile that satisfy {@code wanted}. */
  static Completeness of(Profile profile, Predicate<ProfileStack> wanted) {
    Completeness result = new Completeness();
    profile.stacks().stream()
        .filter(wanted)
        .filter(stack -> stack.outcome() != StackOutcome.KERNEL_ONLY)
        .forEach(result::add);
    return result;
  }

  /**
   * How often a function is on the whole stacks that hold another one, in samples by that number:
   * one key when a recursion of known depth is always walked exactly.
   */
  private static Map<Long, Long> depths(
      Profile profile, String function, Predicate<ProfileStack> wanted) {
    Map<Long, Long> depths = new TreeMap<>();
    profile.stacks().stream()
        .filter(stack -> stack.outcome() == StackOutcome.COMPLETE)
        .filter(wanted)
        .forEach(stack -> depths.merge(occurrences(stack, function), stack.samples(), Long::sum));
    return depths;
  }

  /** Of the stacks that satisfy {@code wanted}, of which there must be some hundreds. */
  static void assertWhole(Profile profile, Predicate<ProfileStack> wanted, double floorPercent) {
    Completeness completeness = of(profile, wanted);
    assertThat(completeness.samples()).as("samples").isGreaterThan(FEWEST_SAMPLES);
    assertThat(completeness.percent()).as("%s", completeness).isGreaterThanOrEqualTo(floorPercent);
  }

  /** A function is on whole stacks that satisfy {@code wanted} exactly {@code depth} times. */
  static void assertDepth(
      Profile profile, String function, Predicate<ProfileStack> wanted, long depth) {
    assertThat(depths(profile, function, wanted))
        .as("times that %s is on a whole stack, by samples", function)
        .containsOnlyKeys(depth);
  }

  long samples() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Percent of the samples whose stack is whole; 0 without samples. */
  double percent() {
    return samples() == 0
        ? 0
        : 100.0 * outcomes.getOrDefault(StackOutcome.COMPLETE, 0L) / samples();
  }

  /** The histogram of ends, and the outermost frames of the stacks that were cut most often. */
  @Override
  public String toString() {
    String ends =
        outcomes.entrySet().stream()
            .map(end -> "%,d %s".formatted(end.getValue(), end.getKey()))
            .collect(Collectors.joining(", "));
    String beginnings =
        cutBeginnings.entrySet().stream()
            .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue).reversed())
            .limit(BEGINNINGS_SHOWN)
            .map(cut -> "%n  %,d × %s".formatted(cut.getValue(), cut.getKey()))
            .collect(Collectors.joining());
    return String.format(Locale.ROOT, "%.2f %% whole: %s%s", percent(), ends, beginnings);
  }

  private void add(ProfileStack stack) {
    outcomes.merge(stack.outcome(), stack.samples(), Long::sum);
    if (stack.outcome() != StackOutcome.COMPLETE) {
      cutBeginnings.merge(beginning(stack), stack.samples(), Long::sum);
    }
  }

  private static String beginning(ProfileStack stack) {
    List<ProfileFrame> frames = stack.frames();
    return stack.outcome()
        + " in "
        + stack.process().name()
        + ": "
        + frames.stream()
            .limit(FRAMES_SHOWN)
            .map(frame -> frame.name() + " (" + frame.module() + ")")
            .collect(Collectors.joining(" > "));
  }

  private static long occurrences(ProfileStack stack, String function) {
    return stack.frames().stream().filter(frame -> frame.name().equals(function)).count();
  }
}
