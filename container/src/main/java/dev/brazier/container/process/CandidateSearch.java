package dev.brazier.container.process;

import dev.brazier.container.symbol.RootedPath;
import dev.brazier.container.symbol.UnnamedReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the places where one requested file may be, way by way. */
final class CandidateSearch {
  /** Looking through other processes costs up to 5 ms for a large one: not for ever. */
  private static final long LONGEST_LOOK_NANOS = 200_000_000;

  private static final int ENOUGH = 16;
  private static final int FIRST_PROCESS = 1;

  private final ProcRoot proc;
  private final Path ownRoot;
  private final FileRequest request;
  private final Refusals refusals;

  CandidateSearch(ProcRoot proc, Path ownRoot, FileRequest request, Refusals refusals) {
    this.proc = proc;
    this.ownRoot = ownRoot;
    this.request = request;
    this.refusals = refusals;
  }

  List<Candidate> by(OpenedThrough way) {
    return switch (way) {
      case MAP_FILES -> mapFiles();
      case TARGET_ROOT -> belowTargetRoot();
      case EXECUTABLE -> executable();
      case HOST_MOUNT -> hostMounts();
      case OTHER_PROCESS -> otherProcesses();
    };
  }

  private List<Candidate> mapFiles() {
    List<Candidate> found = new ArrayList<>();
    mapFile(request.pid(), request.start(), request.end(), OpenedThrough.MAP_FILES)
        .ifPresent(found::add);
    if (found.isEmpty()) {
      // mprotect may have split the mapping since the kernel told of it.
      found.addAll(sameFileMappings(request.pid(), OpenedThrough.MAP_FILES));
    }
    return found;
  }

  private List<Candidate> belowTargetRoot() {
    int pid = request.pid();
    List<Candidate> found = new ArrayList<>();
    Optional<Mapping> visible =
        proc.mappings(pid).found().flatMap(mappings -> mappings.at(request.start()));
    if (visible.isPresent() && !visible.get().deleted()) {
      Mapping mapping = visible.get();
      below(root(pid), mapping.path(), OpenedThrough.TARGET_ROOT, mapping.inode())
          .ifPresent(found::add);
    }
    if (request.namesComplete()) {
      found.addAll(throughMounts(pid, OpenedThrough.TARGET_ROOT));
      below(root(pid), request.pathInFileSystem(), OpenedThrough.TARGET_ROOT, null)
          .ifPresent(found::add);
    }
    return found;
  }

  /** The program that the process executes, when it is what is mapped and has no name any more. */
  private List<Candidate> executable() {
    int pid = request.pid();
    Optional<Mapping> visible =
        proc.mappings(pid).found().flatMap(mappings -> mappings.at(request.start()));
    if (visible.isEmpty() || !visible.get().deleted()) {
      return List.of();
    }
    Mapping mapping = visible.get();
    Optional<String> program = proc.executable(pid).found();
    if (program.isEmpty() || !withoutDeletedMark(program.get()).equals(mapping.path())) {
      return List.of();
    }
    Path link = proc.of(pid).resolve("exe");
    return List.of(
        new Candidate(link, null, mapping.path(), OpenedThrough.EXECUTABLE, mapping.inode()));
  }

  /** Our own mounts, and those of the host's first process where they are not the same. */
  private List<Candidate> hostMounts() {
    if (!request.namesComplete()) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    proc.ownMounts()
        .found()
        .ifPresent(
            mounts ->
                found.addAll(through(new MountView(mounts, ownRoot), OpenedThrough.HOST_MOUNT)));
    if (found.isEmpty()) {
      found.addAll(throughMounts(FIRST_PROCESS, OpenedThrough.HOST_MOUNT));
    }
    return found;
  }

  /** One look at the mounts of each mount namespace, and at what its processes map. */
  private List<Candidate> otherProcesses() {
    List<Integer> pids;
    try {
      pids = proc.pids();
    } catch (IOException unreadable) {
      refusals.add(UnnamedReason.FILE_UNREADABLE, "list processes: " + unreadable.getMessage());
      return List.of();
    }
    long giveUp = System.nanoTime() + LONGEST_LOOK_NANOS;
    Set<Long> namespaces = new HashSet<>();
    List<Candidate> found = new ArrayList<>();
    for (int pid : pids) {
      if (System.nanoTime() - giveUp > 0) {
        refusals.add(
            UnnamedReason.PROCESS_GONE, "gave up looking for it in other processes after 200 ms");
        break;
      }
      if (found.size() >= ENOUGH) {
        break;
      }
      if (pid == request.pid()) {
        continue;
      }
      Optional<Long> namespace = proc.namespace(pid, "mnt").found();
      if (request.namesComplete() && namespace.isPresent() && namespaces.add(namespace.get())) {
        found.addAll(throughMounts(pid, OpenedThrough.OTHER_PROCESS));
      }
      found.addAll(sameFileMappings(pid, OpenedThrough.OTHER_PROCESS));
    }
    return found;
  }

  private List<Candidate> sameFileMappings(int pid, OpenedThrough way) {
    Optional<Mappings> mappings = proc.mappings(pid).found();
    if (mappings.isEmpty()) {
      return List.of();
    }
    for (Mapping mapping : mappings.get()) {
      if (mapping.inode() == request.inode() && mapping.device().equals(request.device())) {
        Optional<Candidate> candidate = mapFile(pid, mapping.start(), mapping.end(), way);
        if (candidate.isEmpty() && way == OpenedThrough.OTHER_PROCESS && !mapping.deleted()) {
          candidate = below(root(pid), mapping.path(), way, mapping.inode());
        }
        return candidate.stream().toList();
      }
    }
    return List.of();
  }

  private Optional<Candidate> mapFile(int pid, long start, long end, OpenedThrough way) {
    Path link =
        proc.of(pid)
            .resolve("map_files")
            .resolve(Long.toHexString(start) + "-" + Long.toHexString(end));
    try {
      String shown = Files.readSymbolicLink(link).toString();
      return Optional.of(new Candidate(link, null, withoutDeletedMark(shown), way, null));
    } catch (InvalidPathException notText) {
      return Optional.of(new Candidate(link, null, "/" + request.baseName(), way, null));
    } catch (IOException failure) {
      refusals.add(link, failure);
      return Optional.empty();
    }
  }

  private static String withoutDeletedMark(String path) {
    String mark = " (deleted)";
    return path.endsWith(mark) ? path.substring(0, path.length() - mark.length()) : path;
  }

  private List<Candidate> throughMounts(int pid, OpenedThrough way) {
    return proc.mounts(pid)
        .found()
        .map(mounts -> through(new MountView(mounts, root(pid)), way))
        .orElse(List.of());
  }

  private List<Candidate> through(MountView view, OpenedThrough way) {
    List<Candidate> found = new ArrayList<>();
    for (String path : view.pathsOf(request.device(), request.pathInFileSystem())) {
      below(view.root(), path, way, null).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Candidate> below(
      Path root, String path, OpenedThrough way, @Nullable Long inode) {
    RootedPath rooted = new RootedPath(root, path);
    try {
      return Optional.of(new Candidate(rooted.resolve(), rooted, path, way, inode));
    } catch (InvalidPathException notText) {
      refusals.add(
          UnnamedReason.FILE_UNREADABLE,
          "open a path that is not in the character set of this locale");
    } catch (IOException failure) {
      refusals.add(root.resolve(path.substring(Math.min(1, path.length()))), failure);
    }
    return Optional.empty();
  }

  private Path root(int pid) {
    return proc.of(pid).resolve("root");
  }
}
