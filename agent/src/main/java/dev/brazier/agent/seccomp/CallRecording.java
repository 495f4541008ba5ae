package dev.brazier.agent.seccomp;

import dev.brazier.agent.record.HostRoot;
import dev.brazier.agent.record.TargetSearch;
import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.SyscallRefusal;
import dev.brazier.bpf.SyscallUse;
import dev.brazier.bpf.SyscallWatch;
import dev.brazier.bpf.SyscallWatchConfig;
import dev.brazier.bpf.Targets;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.runtime.Container;
import dev.brazier.container.runtime.ContainerDirectory;
import dev.brazier.container.runtime.RunningContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what one container calls: one that runs, or from its first call on one that starts
 * later. For the latter every container is watched, and the cgroups of the right one are picked out
 * when it is there. One thread uses it.
 */
public final class CallRecording implements AutoCloseable {

  /** Short enough to learn a cgroup's name before a container that fails at once is removed. */
  private static final long POLL_MILLIS = 50;

  /** A container may be known by its first call before its process is found. */
  private static final int LOOKS_UNTIL_GONE = 3;

  private final ContainerDirectory directory;
  private final SyscallWatch watch;
  private final CallOrigins origins;
  private final List<String> notes;
  private final Set<String> before;
  private final String wanted;
  private @Nullable Container container;
  private final boolean fromStart;

  private CallRecording(
      ContainerDirectory directory,
      SyscallWatchConfig config,
      String wanted,
      @Nullable Container container,
      List<String> notes) {
    this.directory = directory;
    this.origins = new CallOrigins(directory);
    this.wanted = wanted;
    this.container = container;
    this.fromStart = container == null;
    this.notes = notes;
    this.before = ids(running(directory));
    this.watch = SyscallWatch.open(config);
    try {
      watch.start();
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  /**
   * Begins to record a container that runs.
   *
   * @param name its name, pod name or the beginning of its id
   * @throws dev.brazier.agent.record.RecordingException when there is none
   * @throws dev.brazier.bpf.BpfException when the kernel refuses to be watched
   */
  public static CallRecording ofRunning(String name) {
    ProcRoot proc = ProcRoot.host();
    ContainerDirectory directory = new ContainerDirectory(proc, HostRoot.visible());
    TargetSearch search = new TargetSearch("record", proc, directory);
    RunningContainer running = search.container(name);
    WatchedPlaces places = new WatchedPlaces(search);
    places.addContainer(running);
    return new CallRecording(
        directory, config(places.targets()), name, running.container(), places.notes());
  }

  /**
   * Begins to record the next container of a name that starts.
   *
   * @param name as {@link #ofRunning} takes it
   * @throws dev.brazier.bpf.BpfException when the kernel refuses to be watched
   */
  public static CallRecording ofNext(String name) {
    ContainerDirectory directory = new ContainerDirectory(ProcRoot.host(), HostRoot.visible());
    boolean runs = running(directory).stream().anyMatch(one -> answers(one.container(), name));
    List<String> notes =
        runs ? List.of("container " + name + " runs: its next start is recorded") : List.of();
    return new CallRecording(directory, config(Targets.all()), name, null, notes);
  }

  private static SyscallWatchConfig config(Targets targets) {
    return SyscallWatchConfig.uses(targets).withUnwatchedMounts(hostMounts());
  }

  /**
   * Runtimes begin their work in the host's mount namespace, which containers never see. It is that
   * of process 1, or ours where that may not be looked at.
   */
  private static long hostMounts() {
    for (Path mounts : List.of(Path.of("/proc/1/ns/mnt"), Path.of("/proc/self/ns/mnt"))) {
      try {
        return (long) Files.getAttribute(mounts, "unix:ino");
      } catch (IOException e) {
        // Then the next.
      }
    }
    return 0;
  }

  /** What differs from what was asked for, one sentence each. */
  public List<String> notes() {
    return notes;
  }

  /** Whether the container is there, or was. */
  public boolean begun() {
    return container != null;
  }

  /**
   * Records until the end.
   *
   * @return what was called; empty when no container started
   */
  public Optional<CallRecord> run(RecordingEnd end) throws InterruptedException {
    long began = System.nanoTime();
    int looksInVain = 0;
    boolean over = false;
    while (!over) {
      boolean asked = end.asked().getAsBoolean();
      boolean runs = look();
      if (!begun()) {
        began = System.nanoTime();
      }
      looksInVain = runs || !begun() ? 0 : looksInVain + 1;
      long nanos = System.nanoTime() - began;
      over =
          asked
              || looksInVain == LOOKS_UNTIL_GONE
              || end.longest().filter(longest -> nanos >= longest.toNanos()).isPresent();
      Thread.sleep(over ? 0 : POLL_MILLIS);
    }
    watch.stop();
    return Optional.ofNullable(container).map(this::record);
  }

  /** Finds the container, and the names of cgroups while they are there; says whether it runs. */
  private boolean look() {
    List<RunningContainer> running = running(directory);
    before.retainAll(ids(running)); // One that has ended may start again.
    watch.uses().stream().map(SyscallUse::cgroupId).distinct().forEach(origins::of);
    if (container == null) {
      running.stream()
          .map(RunningContainer::container)
          .filter(this::isWanted)
          .findFirst()
          .or(() -> seen().filter(this::isWanted))
          .ifPresent(found -> container = found);
    }
    return running.stream().anyMatch(one -> isOurs(one.container()));
  }

  /** A container that made calls, and may be gone again. */
  private Optional<Container> seen() {
    return watch.uses().stream()
        .map(use -> origins.of(use.cgroupId()))
        .flatMap(Optional::stream)
        .filter(this::isWanted)
        .findFirst();
  }

  private boolean isWanted(Container found) {
    return !before.contains(found.id()) && answers(found, wanted);
  }

  private static boolean answers(Container container, String wanted) {
    Container.Pod pod = container.pod();
    return container.id().startsWith(wanted)
        || container.name().equals(wanted)
        || container.displayName().equals(wanted)
        || (pod != null && wanted.equals(pod.name()));
  }

  private boolean isOurs(Container found) {
    return container != null && found.id().equals(container.id());
  }

  private CallRecord record(Container ours) {
    // A running one was picked out in the kernel, with what lies below it.
    Predicate<Long> inside =
        cgroup -> !fromStart || origins.of(cgroup).filter(this::isOurs).isPresent();
    List<SyscallUse> uses =
        watch.uses().stream().filter(use -> inside.test(use.cgroupId())).toList();
    TreeSet<String> made = new TreeSet<>();
    List<String> nameless = new ArrayList<>();
    for (SyscallUse use : uses) {
      CallNames.of(use.machine(), use.number())
          .ifPresentOrElse(
              made::add, () -> nameless.add(CallNames.display(use.machine(), use.number())));
    }
    TreeMap<String, String> refused = new TreeMap<>();
    for (SyscallRefusal refusal : watch.refusals()) {
      if (inside.test(refusal.cgroupId())) {
        CallNames.of(refusal.machine(), refusal.number())
            .filter(name -> !made.contains(name))
            .ifPresent(name -> refused.put(name, answer(refusal)));
      }
    }
    return new CallRecord(
        ours.displayName(),
        fromStart,
        made,
        refused,
        nameless,
        uses.stream().mapToLong(SyscallUse::count).sum(),
        watch.losses());
  }

  private static String answer(SyscallRefusal refusal) {
    return refusal.error() == 0 ? RefusedCall.SIGNAL : BpfException.nameOf(refusal.error());
  }

  private static List<RunningContainer> running(ContainerDirectory directory) {
    try {
      return directory.list();
    } catch (IOException e) {
      throw new UncheckedIOException("list the containers: " + e.getMessage(), e);
    }
  }

  private static Set<String> ids(List<RunningContainer> running) {
    return running.stream()
        .map(one -> one.container().id())
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public void close() {
    watch.close();
  }
}
