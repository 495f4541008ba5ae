package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whom a command is about: processes, containers, cgroups. */
final class TargetOptions {

  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      split = ",",
      description = "this process with all its threads; may be repeated")
  private List<Integer> pids = new ArrayList<>();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      split = ",",
      description =
          "this container: its name, the beginning of its id, or its pod's name; may be repeated"
              + " ('brazier containers' lists them)")
  private List<String> containers = new ArrayList<>();

  @Option(
      names = "--cgroup",
      paramLabel = "PATH",
      description =
          "this cgroup and those below it: a path under the cgroup mount, such as"
              + " /system.slice/ssh.service; may be repeated")
  private List<String> cgroups = new ArrayList<>();

  /**
   * Refuses what can match nothing.
   *
   * @throws CommandFailure with the option and what is wrong with it
   */
  TargetOptions checked() {
    for (int pid : pids) {
      if (pid < 1) {
        throw CommandFailure.usage("find process %d: write a process id above 0".formatted(pid));
      }
    }
    refuseEmpty("-c", containers);
    refuseEmpty("--cgroup", cgroups);
    return this;
  }

  List<Integer> pids() {
    return pids;
  }

  List<String> containers() {
    return containers;
  }

  List<String> cgroups() {
    return cgroups;
  }

  /**
   * {@code config} with these targets.
   *
   * @throws CommandFailure when one of them can match nothing
   */
  RecordingConfig applyTo(RecordingConfig config) {
    checked();
    return config.withPids(pids).withContainers(containers).withCgroups(cgroups);
  }

  /**
   * Refuses an option without content.
   *
   * @throws CommandFailure that names the option
   */
  static void refuseEmpty(String option, List<String> values) {
    if (values.contains("")) {
      throw CommandFailure.usage("read option %s: its value is empty".formatted(option));
    }
  }
}
