package dev.brazier.agent.record;

import dev.brazier.bpf.CgroupId;
import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.CgroupFilter;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.ContainerMatch;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a person named; what is not there is refused with the names that there are. */
public final class TargetSearch {

  private final String verb;
  private final ProcRoot proc;
  private final ContainerDirectory directory;

  /**
   * @param verb what is to be done with it, as refusals begin: {@code record}
   */
  public TargetSearch(String verb, ProcRoot proc, ContainerDirectory directory) {
    this.verb = verb;
    this.proc = proc;
    this.directory = directory;
  }

  /**
   * The process with this pid.
   *
   * @throws RecordingException when there is none
   */
  public TargetProcess process(int pid) {
    return TargetProcess.read(proc, pid)
        .found()
        .orElseThrow(
            () ->
                new RecordingException(
                    "%s process %d: there is none with that pid here; 'ps -e' lists them"
                        .formatted(verb, pid)));
  }

  /**
   * The running container of this name, pod name or beginning of an id.
   *
   * @throws RecordingException when there is none, or more than one
   */
  public RunningContainer container(String wanted) {
    ContainerMatch match = match(wanted);
    if (match instanceof ContainerMatch.Found found) {
      return found.container();
    }
    if (match instanceof ContainerMatch.Ambiguous many) {
      throw new RecordingException(
          "%s container '%s': it may be any of %s; give more of the name or the id"
              .formatted(verb, wanted, names(many.matches())));
    }
    List<String> known = ((ContainerMatch.Absent) match).known();
    throw new RecordingException(
        "%s container '%s': no such container; %s"
            .formatted(
                verb,
                wanted,
                known.isEmpty()
                    ? "none runs on this host"
                    : "there are " + String.join(", ", known)));
  }

  /**
   * A cgroup directory: absolute, or below a place where cgroups are usually mounted.
   *
   * @throws RecordingException when there is none
   */
  public CgroupDirectory cgroup(String path) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    List<Path> candidates =
        List.of(
            Path.of("/", relative),
            Path.of("/sys/fs/cgroup", relative),
            Path.of("/sys/fs/cgroup/unified", relative));
    return candidates.stream()
        .filter(candidate -> Files.isRegularFile(candidate.resolve("cgroup.procs")))
        .findFirst()
        .map(CgroupDirectory::new)
        .orElseThrow(
            () ->
                new RecordingException(
                    "%s cgroup '%s': no such cgroup directory; give its path below /sys/fs/cgroup,"
                            .formatted(verb, path)
                        + " as /proc/PID/cgroup shows it"));
  }

  /** A container's directory in cgroup v2, or in the v1 hierarchy of the pids. */
  public TargetPlace placeOf(RunningContainer running) {
    CgroupFilter unified = directory.filter(running.container());
    if (unified instanceof CgroupFilter.Usable usable) {
      return new TargetPlace.Cgroup(usable.id());
    }
    CgroupFilter legacy = directory.legacyFilter(running);
    return legacy instanceof CgroupFilter.Usable usable
        ? new TargetPlace.Cgroup(CgroupId.ofLegacy(usable.id()))
        : new TargetPlace.Pids(((CgroupFilter.Unusable) legacy).reason());
  }

  /**
   * A cgroup of version 2 other than the root, or its processes.
   *
   * @throws IOException when it is gone
   */
  public TargetPlace placeOf(CgroupDirectory cgroup) throws IOException {
    if (!Files.exists(cgroup.path().resolve("cgroup.controllers"))) {
      return new TargetPlace.Pids(cgroup.path() + " is a cgroup of version 1");
    }
    return cgroup.id() > 1
        ? new TargetPlace.Cgroup(cgroup.id())
        : new TargetPlace.Pids(cgroup.path() + " is the root cgroup");
  }

  /**
   * The processes that a container has now, by its full id; none when it has ended.
   *
   * @throws IOException when {@code /proc} cannot be listed
   */
  public Set<Integer> pidsOf(String containerId) throws IOException {
    return directory.list().stream()
        .filter(running -> running.container().id().equals(containerId))
        .flatMap(running -> running.processes().stream())
        .map(TargetProcess::pid)
        .collect(Collectors.toSet());
  }

  private ContainerMatch match(String wanted) {
    try {
      return directory.find(wanted);
    } catch (IOException e) {
      throw new RecordingException("list the containers: " + e.getMessage(), e);
    }
  }

  private static String names(List<RunningContainer> matches) {
    return matches.stream()
        .map(match -> match.container().displayName() + " (" + match.container().shortId() + ")")
        .collect(Collectors.joining(", "));
  }
}
