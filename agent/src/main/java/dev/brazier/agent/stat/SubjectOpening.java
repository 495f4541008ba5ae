package dev.brazier.agent.stat;

import dev.brazier.agent.record.RecordedCommand;
import dev.brazier.agent.record.TargetSearch;
import dev.brazier.bpf.CpuList;
import dev.brazier.bpf.counter.CounterEvent;
import dev.brazier.bpf.counter.CounterRefusal;
import dev.brazier.bpf.counter.CounterStart;
import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.TargetProcess;
import dev.brazier.container.runtime.CgroupFilter;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a person named and opens its counters. A cgroup is counted as such, by the kernel,
 * where it can be; else its processes are, by their threads.
 */
final class SubjectOpening {

  private final ProcRoot proc;
  private final ContainerDirectory directory;
  private final TargetSearch search;
  private final List<Integer> cpus = CpuList.online();
  private final List<OpenSubject> opened = new ArrayList<>();
  private final List<TargetProcess> processes = new ArrayList<>();
  private final List<String> notes;

  /**
   * @param notes gets a sentence for each thing that is counted otherwise than asked for
   */
  SubjectOpening(ProcRoot proc, ContainerDirectory directory, List<String> notes) {
    this.proc = proc;
    this.directory = directory;
    this.search = new TargetSearch("count", proc, directory);
    this.notes = notes;
  }

  /**
   * Opens everything that {@code config} names.
   *
   * @param command held before its first instruction; null when there is none
   * @throws dev.brazier.agent.record.RecordingException when something does not exist
   * @throws dev.brazier.bpf.BpfException when the kernel refuses to count it at all
   */
  List<OpenSubject> open(StatConfig config, @Nullable RecordedCommand command) {
    try {
      if (config.wholeMachine()) {
        addMachine(config.perCpu());
      }
      config.pids().stream().distinct().forEach(this::addProcess);
      config.containers().stream().distinct().forEach(this::addContainer);
      config.cgroups().stream().distinct().forEach(this::addCgroup);
      if (command != null) {
        addCommand(config.command().get(0), command.pid());
      }
      return opened;
    } catch (RuntimeException | Error e) {
      opened.forEach(OpenSubject::close);
      throw e;
    }
  }

  /** The processes that were named by their pids. */
  List<TargetProcess> processes() {
    return processes;
  }

  private void addMachine(boolean perCpu) {
    if (!perCpu) {
      add(new Subject(Subject.Kind.MACHINE, "machine"), CpuPlaces.whole(cpus));
      return;
    }
    for (int cpu : cpus) {
      add(new Subject(Subject.Kind.CPU, "cpu " + cpu), CpuPlaces.whole(List.of(cpu)));
    }
  }

  private void addProcess(int pid) {
    TargetProcess process = search.process(pid);
    processes.add(process);
    Subject subject = new Subject(Subject.Kind.PROCESS, pid + " " + process.comm());
    add(subject, ofTasks(() -> Set.of(pid), CounterStart.WHEN_ENABLED));
  }

  private void addCommand(String program, int pid) {
    String name = Path.of(program).getFileName().toString();
    add(new Subject(Subject.Kind.COMMAND, name), ofTasks(() -> Set.of(pid), CounterStart.ON_EXEC));
  }

  private void addContainer(String wanted) {
    RunningContainer running = search.container(wanted);
    String id = running.container().id();
    Subject subject = new Subject(Subject.Kind.CONTAINER, running.container().displayName());
    CgroupFilter filter = directory.filter(running.container());
    if (filter instanceof CgroupFilter.Usable unified) {
      addCgroup(subject, unified.directory(), () -> search.pidsOf(id));
    } else if (filter instanceof CgroupFilter.Unusable unusable) {
      addTasks(subject, () -> search.pidsOf(id), unusable.reason());
    }
  }

  private void addCgroup(String path) {
    CgroupDirectory cgroup = search.cgroup(path);
    addCgroup(new Subject(Subject.Kind.CGROUP, path), cgroup.path(), cgroup::pids);
  }

  private void addCgroup(Subject subject, Path cgroup, TaskPlaces.PidSource pids) {
    CpuPlaces places = CpuPlaces.ofCgroup(cgroup, cpus);
    Optional<CounterRefusal> refused =
        Optional.ofNullable(places.sets().get(0).refusals().get(CounterEvent.CPU_CLOCK));
    if (refused.isEmpty()) {
      add(subject, places);
      return;
    }
    places.close();
    addTasks(subject, pids, refused.get().reason());
  }

  private void addTasks(Subject subject, TaskPlaces.PidSource pids, String reason) {
    add(subject, ofTasks(pids, CounterStart.WHEN_ENABLED));
    notes.add(
        "%s is counted thread by thread, new processes join within a second: %s"
            .formatted(subject.name(), reason));
  }

  private TaskPlaces ofTasks(TaskPlaces.PidSource pids, CounterStart start) {
    try {
      return new TaskPlaces(proc, pids, start, notes);
    } catch (IOException e) {
      throw new UncheckedIOException("list the processes to count", e);
    }
  }

  private void add(Subject subject, Places places) {
    opened.add(new OpenSubject(subject, places));
  }
}
