package dev.brazier.agent.write;

import dev.brazier.agent.profile.Profile;
import dev.brazier.agent.profile.ProfileProcess;
import dev.brazier.agent.profile.ProfileStack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The text of the process rows. A name alone when one process of a container bears it; {@code name
 * (pid)} for each when a few do; the name alone again when many do, since a row for each of
 * hundreds of short-lived processes tells nobody anything.
 */
final class ProcessRows {

  /** From how many processes of one name in one container on their rows are merged. */
  static final int MERGED_FROM = 9;

  private final Map<Group, Set<Integer>> pids = new HashMap<>();

  ProcessRows(Profile profile) {
    for (ProfileStack stack : profile.stacks()) {
      ProfileProcess process = stack.process();
      pids.computeIfAbsent(Group.of(process), unused -> new HashSet<>()).add(process.pid());
    }
  }

  /** The text; empty when neither name nor pid is known. */
  String text(ProfileProcess process) {
    if (process.name().isEmpty()) {
      return process.knownPid().isPresent() ? "pid " + process.pid() : "";
    }
    int sharing = pids.getOrDefault(Group.of(process), Set.of()).size();
    boolean apart = sharing > 1 && sharing < MERGED_FROM && process.knownPid().isPresent();
    return apart ? process.name() + " (" + process.pid() + ")" : process.name();
  }

  private record Group(String container, String name) {
    static Group of(ProfileProcess process) {
      return new Group(process.container(), process.name());
    }
  }
}
