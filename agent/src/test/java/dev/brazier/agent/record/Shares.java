package dev.brazier.agent.record;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.agent.profile.ProfileStack;
import java.util.List;
import java.util.function.Predicate;

/** Questions that tests ask of a profile. */
final class Shares {

  private Shares() {}

  /** Samples whose stack satisfies {@code wanted}. */
  static long samples(Profile profile, Predicate<ProfileStack> wanted) {
    return profile.stacks().stream().filter(wanted).mapToLong(ProfileStack::samples).sum();
  }

  /** Stacks that hold these functions from caller to callee, others in between allowed. */
  static Predicate<ProfileStack> through(String... names) {
    return stack -> {
      int next = 0;
      for (ProfileFrame frame : stack.frames()) {
        if (next < names.length && frame.name().equals(names[next])) {
          next++;
        }
      }
      return next == names.length;
    };
  }

  /** Stacks with a frame that satisfies {@code wanted}. */
  static Predicate<ProfileStack> with(Predicate<ProfileFrame> wanted) {
    return stack -> stack.frames().stream().anyMatch(wanted);
  }

  /** Stacks of processes that bear one of these names. */
  static Predicate<ProfileStack> named(String... processes) {
    return stack -> List.of(processes).contains(stack.process().name());
  }

  /** Stacks whose innermost frame has one of these names. */
  static Predicate<ProfileStack> innermost(String... names) {
    return stack ->
        !stack.frames().isEmpty()
            && List.of(names).contains(stack.frames().get(stack.frames().size() - 1).name());
  }

  static Predicate<ProfileStack> in(int pid) {
    return stack -> stack.process().pid() == pid;
  }

  /** Every distinct frame of a profile, for failure messages. */
  static List<String> names(Profile profile) {
    return profile.stacks().stream()
        .flatMap(stack -> stack.frames().stream())
        .map(frame -> frame.name() + " " + frame.module())
        .distinct()
        .sorted()
        .toList();
  }
}
