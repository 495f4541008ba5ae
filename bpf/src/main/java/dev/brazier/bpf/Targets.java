package dev.brazier.bpf;

import java.util.Set;

/**
 * Whom to sample: everything, or the processes that are named or lie in a named cgroup.
 *
 * @param everything the other components do not count
 * @param tgids processes, in our PID namespace; {@link Sampler#addTarget} adds more later
 * @param cgroupIds directories as {@link CgroupId} describes them, whose descendants count too
 * @param followChildren children that a target forks from now on become targets
 */
public record Targets(
    boolean everything, Set<Integer> tgids, Set<Long> cgroupIds, boolean followChildren) {

  public Targets {
    tgids = Set.copyOf(tgids);
    cgroupIds = Set.copyOf(cgroupIds);
  }

  /** Every process of the machine, or of our PID namespace. */
  public static Targets all() {
    return new Targets(true, Set.of(), Set.of(), false);
  }

  /** These processes, and those that {@link Sampler#addTarget} will name. */
  public static Targets processes(Set<Integer> tgids) {
    return new Targets(false, tgids, Set.of(), false);
  }

  /** These cgroups and their descendants. */
  public static Targets cgroups(Set<Long> cgroupIds) {
    return new Targets(false, Set.of(), cgroupIds, false);
  }

  /** The same, and what its processes fork from now on. */
  public Targets withChildren() {
    return new Targets(everything, tgids, cgroupIds, true);
  }
}
