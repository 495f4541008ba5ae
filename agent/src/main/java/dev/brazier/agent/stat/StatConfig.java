package dev.brazier.agent.stat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to count. {@link #defaults()} holds every default of the program, the command line included,
 * and each {@code with…} method changes one part. Without processes, containers, cgroups and a
 * command the whole machine is counted.
 */
public final class StatConfig {

  private final @Nullable Duration duration;
  private final @Nullable Duration interval;
  private final boolean perCpu;
  private final Targets targets;
  private final boolean commandOutputOnStandardError;

  private record Targets(
      List<Integer> pids, List<String> containers, List<String> cgroups, List<String> command) {}

  private StatConfig(
      @Nullable Duration duration,
      @Nullable Duration interval,
      boolean perCpu,
      Targets targets,
      boolean commandOutputOnStandardError) {
    this.duration = duration;
    this.interval = interval;
    this.perCpu = perCpu;
    this.targets = targets;
    this.commandOutputOnStandardError = commandOutputOnStandardError;
  }

  /** The whole machine for ten seconds, as one report. */
  public static StatConfig defaults() {
    Targets none = new Targets(List.of(), List.of(), List.of(), List.of());
    return new StatConfig(Duration.ofSeconds(10), null, false, none, false);
  }

  /** How long to count; empty while a command runs that sets the end itself. */
  public Optional<Duration> duration() {
    return Optional.ofNullable(duration);
  }

  public StatConfig withDuration(Duration changed) {
    return new StatConfig(
        positive(changed), interval, perCpu, targets, commandOutputOnStandardError);
  }

  /** The time from report to report; empty for one report at the end. */
  public Optional<Duration> interval() {
    return Optional.ofNullable(interval);
  }

  public StatConfig withInterval(Duration changed) {
    return new StatConfig(
        duration, positive(changed), perCpu, targets, commandOutputOnStandardError);
  }

  /** Whether the machine is counted CPU by CPU. */
  public boolean perCpu() {
    return perCpu;
  }

  public StatConfig withPerCpu(boolean changed) {
    return new StatConfig(duration, interval, changed, targets, commandOutputOnStandardError);
  }

  /** Processes to count, each on its own. */
  public List<Integer> pids() {
    return targets.pids;
  }

  public StatConfig withPids(List<Integer> pids) {
    return with(
        new Targets(List.copyOf(pids), targets.containers, targets.cgroups, targets.command));
  }

  /** Containers to count: names, id prefixes or pod names. */
  public List<String> containers() {
    return targets.containers;
  }

  public StatConfig withContainers(List<String> containers) {
    return with(
        new Targets(targets.pids, List.copyOf(containers), targets.cgroups, targets.command));
  }

  /** Cgroup directories to count, with their descendants: below the cgroup mount or absolute. */
  public List<String> cgroups() {
    return targets.cgroups;
  }

  public StatConfig withCgroups(List<String> cgroups) {
    return with(
        new Targets(targets.pids, targets.containers, List.copyOf(cgroups), targets.command));
  }

  /** A command to start and count from its first instruction to its end; empty for none. */
  public List<String> command() {
    return targets.command;
  }

  /** Counts {@code command}; it ends the counting unless a duration is set afterwards. */
  public StatConfig withCommand(List<String> command) {
    Targets changed =
        new Targets(targets.pids, targets.containers, targets.cgroups, List.copyOf(command));
    return new StatConfig(null, interval, perCpu, changed, commandOutputOnStandardError);
  }

  /** Whether the command's standard output goes where its standard error goes. */
  public boolean commandOutputOnStandardError() {
    return commandOutputOnStandardError;
  }

  public StatConfig withCommandOutputOnStandardError(boolean wanted) {
    return new StatConfig(duration, interval, perCpu, targets, wanted);
  }

  /** Whether nothing narrows the counting down from the whole machine. */
  public boolean wholeMachine() {
    return pids().isEmpty() && containers().isEmpty() && cgroups().isEmpty() && command().isEmpty();
  }

  private StatConfig with(Targets changed) {
    return new StatConfig(duration, interval, perCpu, changed, commandOutputOnStandardError);
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a time must be positive: " + duration);
    }
    return duration;
  }
}
