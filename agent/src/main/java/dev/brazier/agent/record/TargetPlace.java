package dev.brazier.agent.record;

/** By what the kernel can pick a target out. */
public sealed interface TargetPlace {

  /**
   * By a cgroup, with all below it.
   *
   * @param id as {@link dev.brazier.bpf.Targets} takes it
   */
  record Cgroup(long id) implements TargetPlace {}

  /**
   * By the pids of its processes alone.
   *
   * @param reason why there is no such cgroup, as the beginning of a sentence
   */
  record Pids(String reason) implements TargetPlace {}
}
