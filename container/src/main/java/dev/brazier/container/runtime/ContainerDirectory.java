package dev.brazier.container.runtime;

import dev.brazier.container.process.CgroupLine;
import dev.brazier.container.process.ProcReading;
import dev.brazier.container.process.ProcRoot;
import dev.brazier.container.process.ProcessScan;
import dev.brazier.container.process.TargetProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a host: which one a process is in, and which ones there are.
 *
 * <p>Names are remembered, 10,000 of them; a container whose name could not be read yet is asked
 * for again two seconds later. All methods may be called by any thread.
 */
public final class ContainerDirectory {
  /** PROC_CGROUP_INIT_INO of proc_ns.h: the cgroup namespace that every host boots into. */
  private static final long INITIAL_CGROUP_NAMESPACE = 0xEFFF_FFFBL;

  /** The v1 controller that every runtime uses, and whose hierarchy shows every process. */
  private static final String LEGACY_CONTROLLER = "pids";

  private static final int MOST_REMEMBERED = 10_000;
  private static final long ASK_AGAIN_NANOS = 2_000_000_000L;
  private static final int SHORTEST_ID_PREFIX = 3;

  private final ProcRoot proc;
  private final RuntimeNames names;
  private final CgroupTree unified;
  private final CgroupTree legacy;
  private final boolean inPrivateNamespace;
  private final Map<ContainerId, Remembered> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ContainerId, Remembered> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * @param hostRoot where the host's root directory is visible: {@code /}, or {@code /proc/1/root}
   *     when this process runs in a container of that host
   */
  public ContainerDirectory(ProcRoot proc, Path hostRoot) {
    this.proc = proc;
    this.names = new RuntimeNames(proc, hostRoot);
    this.unified = CgroupTree.unified(proc);
    this.legacy = CgroupTree.legacy(proc, LEGACY_CONTROLLER);
    this.inPrivateNamespace =
        proc.ownNamespace("cgroup").found().orElse(INITIAL_CGROUP_NAMESPACE)
            != INITIAL_CGROUP_NAMESPACE;
  }

  /** The innermost container of a process; empty for a process of the host. */
  public Optional<Container> containerOf(TargetProcess process) {
    return containerOf(process.pid(), process.cgroups());
  }

  /** The same for a process known only by its pid; empty also when it has ended. */
  public Optional<Container> containerOf(int pid) {
    return proc.cgroup(pid) instanceof ProcReading.Read<List<CgroupLine>> cgroups
        ? containerOf(pid, cgroups.value())
        : Optional.empty();
  }

  /**
   * The container of a cgroup v2 directory, for processes that ended before they could be looked
   * at. Id 1, the root, tells nothing: it is also what the kernel says for a container that its
   * runtime put into v1 hierarchies only.
   */
  public Optional<Container> containerOfCgroup(long id) {
    return unified.pathOf(id).flatMap(path -> containerAt(new CgroupLine(0, List.of(), path)));
  }

  /**
   * The same for a directory of cgroup v1.
   *
   * @param inode in the hierarchy of the pids controller
   */
  public Optional<Container> containerOfLegacyCgroup(long inode) {
    return legacy
        .pathOf(inode)
        .flatMap(path -> containerAt(new CgroupLine(1, List.of(LEGACY_CONTROLLER), path)));
  }

  /** Every container with a process in it, by display name. */
  public List<RunningContainer> list() throws IOException {
    Map<String, List<TargetProcess>> processes = new LinkedHashMap<>();
    Map<String, Container> containers = new LinkedHashMap<>();
    for (TargetProcess process : ProcessScan.of(proc).processes()) {
      if (process.kernelThread()) {
        continue;
      }
      Optional<Container> container = containerOf(process);
      if (container.isPresent()) {
        containers.put(container.get().id(), container.get());
        processes.computeIfAbsent(container.get().id(), id -> new ArrayList<>()).add(process);
      }
    }
    List<RunningContainer> running = new ArrayList<>();
    containers.forEach(
        (id, container) ->
            running.add(new RunningContainer(container, processes.getOrDefault(id, List.of()))));
    running.sort(
        Comparator.comparing((RunningContainer c) -> c.container().displayName())
            .thenComparing(c -> c.container().id()));
    return running;
  }

  /**
   * The running container that a person means: by full id, name, {@code pod/name}, pod name, or the
   * beginning of an id; the first of these that matches anything counts.
   */
  public ContainerMatch find(String wanted) throws IOException {
    return match(list(), wanted);
  }

  /** Whether the kernel can pick out this container by its cgroup v2 directory. */
  public CgroupFilter filter(Container container) {
    String path = container.unifiedCgroup();
    if (path == null || path.equals("/")) {
      return new CgroupFilter.Unusable(
          container.name() + " has no cgroup v2 directory of its own (its runtime uses cgroup v1)");
    }
    return unified.filter(path, container.name());
  }

  /**
   * Whether the kernel can pick it out by its directory in the v1 hierarchy of the pids controller,
   * for containers without one in v2.
   */
  public CgroupFilter legacyFilter(RunningContainer running) {
    String name = running.container().name();
    for (TargetProcess process : running.processes()) {
      for (CgroupLine line : process.cgroups()) {
        Optional<Container> here =
            line.controllers().contains(LEGACY_CONTROLLER) ? containerAt(line) : Optional.empty();
        if (here.isPresent() && here.get().id().equals(running.container().id())) {
          return legacy.filter(here.get().cgroup(), name);
        }
      }
    }
    return new CgroupFilter.Unusable(
        name + " has no directory of its own in the v1 hierarchy of the pids controller");
  }

  static ContainerMatch match(List<RunningContainer> running, String wanted) {
    List<Predicate<Container>> ways =
        List.of(
            container -> container.id().equals(wanted) || container.name().equals(wanted),
            container -> container.displayName().equals(wanted),
            container -> container.pod() != null && wanted.equals(container.pod().name()),
            container ->
                wanted.length() >= SHORTEST_ID_PREFIX && container.id().startsWith(wanted));
    for (Predicate<Container> way : ways) {
      List<RunningContainer> matches =
          running.stream().filter(candidate -> way.test(candidate.container())).toList();
      if (matches.size() == 1) {
        return new ContainerMatch.Found(matches.get(0));
      }
      if (!matches.isEmpty()) {
        return new ContainerMatch.Ambiguous(matches);
      }
    }
    return new ContainerMatch.Absent(
        running.stream().map(candidate -> candidate.container().displayName()).toList());
  }

  private Optional<Container> containerOf(int pid, List<CgroupLine> cgroups) {
    ContainerIdentity identity = ContainerIdentity.parse(cgroups);
    Optional<Container> named = named(identity);
    if (named.isPresent() || cgroups.isEmpty()) {
      return named;
    }
    if (inPrivateNamespace && identity.belowOwnRoot()) {
      return proc.mounts(pid)
          .found()
          .flatMap(OwnContainerView::identify)
          .map(id -> describe(id, List.of(), null));
    }
    List<String> paths = cgroups.stream().map(CgroupLine::path).toList();
    String unifiedPath =
        cgroups.stream().filter(CgroupLine::unified).map(CgroupLine::path).findFirst().orElse("/");
    return byHand(paths, unifiedPath);
  }

  /** The container that one directory tells of, whatever the other hierarchies say. */
  private Optional<Container> containerAt(CgroupLine line) {
    return named(ContainerIdentity.parse(List.of(line)))
        .or(() -> byHand(List.of(line.path()), line.unified() ? line.path() : "/"));
  }

  private synchronized Optional<Container> byHand(List<String> paths, String unifiedPath) {
    return names
        .byHand(paths)
        .map(
            id ->
                describe(id, List.of(), unifiedPath.startsWith(id.cgroup()) ? id.cgroup() : null));
  }

  private Optional<Container> named(ContainerIdentity identity) {
    return identity.innermost().map(id -> describe(id, identity.outer(), identity.unifiedCgroup()));
  }

  private synchronized Container describe(
      ContainerId id, List<ContainerId> outer, @Nullable String cgroup) {
    Remembered known = remembered.get(id);
    long now = System.nanoTime();
    if (known != null
        && (known.container.unnamedReason() == null || now - known.nanos < ASK_AGAIN_NANOS)) {
      return known.container;
    }
    Problems problems = new Problems();
    Container container =
        names
            .describe(id, problems)
            .map(details -> container(id, outer, cgroup, details, null))
            .orElseGet(
                () ->
                    container(
                        id,
                        outer,
                        cgroup,
                        ContainerDetails.named(id.runtime(), id.shortId(), null),
                        problems.text()));
    remembered.put(id, new Remembered(container, now));
    return container;
  }

  private static Container container(
      ContainerId id,
      List<ContainerId> outer,
      @Nullable String unifiedCgroup,
      ContainerDetails details,
      @Nullable String unnamedReason) {
    Container.Pod pod =
        id.podUid() == null && details.podName() == null
            ? null
            : new Container.Pod(id.podUid(), details.podName(), details.podNamespace());
    return new Container(
        id.id(),
        details.runtime(),
        details.name(),
        pod,
        details.image(),
        outer,
        id.cgroup(),
        unifiedCgroup,
        unnamedReason);
  }

  private record Remembered(Container container, long nanos) {}
}
