package dev.brazier.agent.cli;

import dev.brazier.agent.record.RecordingConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose samples are kept. */
final class TargetOptions {

  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      split = ",",
      description = "sample this process with all its threads; may be repeated")
  private List<Integer> pids = new ArrayList<>();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "CONTAINER",
      split = ",",
      description =
          "sample this container: its name, the beginning of its id, or its pod's name; may be"
              + " repeated ('brazier containers' lists them)")
  private List<String> containers = new ArrayList<>();

  @Option(
      names = "--cgroup",
      paramLabel = "PATH",
      description =
          "sample this cgroup and those below it: a path under the cgroup mount, such as"
              + " /system.slice/ssh.service; may be repeated")
  private List<String> cgroups = new ArrayList<>();

  @Option(
      names = "--comm",
      paramLabel = "GLOB",
      description =
          "of all these, keep only processes and threads whose name matches, such as 'nginx*'; may"
              + " be repeated (quote it against the shell)")
  private List<String> commGlobs = new ArrayList<>();

  /**
   * {@code config} with these targets.
   *
   * @throws CommandFailure when one of them can match nothing
   */
  RecordingConfig applyTo(RecordingConfig config) {
    for (int pid : pids) {
      if (pid < 1) {
        throw CommandFailure.usage("sample process %d: write a process id above 0".formatted(pid));
      }
    }
    refuseEmpty("-c", containers);
    refuseEmpty("--cgroup", cgroups);
    refuseEmpty("--comm", commGlobs);
    return config
        .withPids(pids)
        .withContainers(containers)
        .withCgroups(cgroups)
        .withCommGlobs(commGlobs);
  }

  private static void refuseEmpty(String option, List<String> values) {
    if (values.contains("")) {
      throw CommandFailure.usage("read option %s: its value is empty".formatted(option));
    }
  }
}
