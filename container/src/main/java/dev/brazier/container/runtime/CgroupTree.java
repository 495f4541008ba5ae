package dev.brazier.container.runtime;

import dev.brazier.container.process.CgroupDirectory;
import dev.brazier.container.process.MountEntry;
import dev.brazier.container.process.ProcRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One cgroup hierarchy as we see it mounted: from a cgroup id to a path and back. */
final class CgroupTree {
  /** Of every hierarchy's root directory: what the kernel says for a process in no other one. */
  static final long ROOT_ID = 1;

  private static final long LOOK_AGAIN_NANOS = 200_000_000;

  private final ProcRoot proc;
  private final Predicate<MountEntry> isIt;
  private Map<Long, String> paths = new HashMap<>();
  private long lookedAt;
  private boolean looked;

  private CgroupTree(ProcRoot proc, Predicate<MountEntry> isIt) {
    this.proc = proc;
    this.isIt = isIt;
  }

  /** The hierarchy of cgroup v2. */
  static CgroupTree unified(ProcRoot proc) {
    return new CgroupTree(proc, mount -> mount.fileSystem().equals("cgroup2"));
  }

  /** The v1 hierarchy of a controller. */
  static CgroupTree legacy(ProcRoot proc, String controller) {
    return new CgroupTree(
        proc,
        mount ->
            mount.fileSystem().equals("cgroup")
                && List.of(mount.superOptions().split(",", -1)).contains(controller));
  }

  /** Where the hierarchy is mounted, the most complete mount first. */
  private Optional<Path> mountPoint() {
    List<MountEntry> mounts = proc.ownMounts().found().orElse(List.of());
    return mounts.stream()
        .filter(isIt)
        .min((a, b) -> Integer.compare(a.root().length(), b.root().length()))
        .map(mount -> Path.of(mount.mountPoint()));
  }

  /** The directory of a cgroup path. */
  private Optional<CgroupDirectory> directory(String path) {
    return mountPoint().map(mount -> new CgroupDirectory(mount.resolve(path.substring(1))));
  }

  /**
   * Whether a container can be told by its directory here.
   *
   * @param name for the reason where it cannot
   */
  CgroupFilter filter(String path, String name) {
    if (path.startsWith("/..")) {
      return new CgroupFilter.Unusable(
          name + " is outside of our cgroup namespace: start with --cgroupns=host");
    }
    Optional<CgroupDirectory> directory = directory(path);
    if (directory.isEmpty()) {
      return new CgroupFilter.Unusable("no such cgroup hierarchy is mounted here");
    }
    try {
      long id = directory.get().id();
      return id == ROOT_ID
          ? new CgroupFilter.Unusable(name + " is in the root cgroup")
          : new CgroupFilter.Usable(id, directory.get().path());
    } catch (IOException failure) {
      return new CgroupFilter.Unusable("stat " + directory.get().path() + ": " + failure);
    }
  }

  /** The path of a cgroup by its id; an unknown id makes us look through the tree again. */
  synchronized Optional<String> pathOf(long id) {
    if (id == ROOT_ID) {
      return Optional.empty();
    }
    if (!paths.containsKey(id) && (!looked || System.nanoTime() - lookedAt > LOOK_AGAIN_NANOS)) {
      look();
    }
    return Optional.ofNullable(paths.get(id));
  }

  private void look() {
    looked = true;
    Map<Long, String> found = new HashMap<>();
    Path mount = mountPoint().orElse(null);
    if (mount != null) {
      try {
        for (CgroupDirectory cgroup : new CgroupDirectory(mount).descendants()) {
          addId(cgroup, mount, found);
        }
      } catch (IOException unreadable) {
        // What was found so far is right; the rest goes by pid.
        found.putIfAbsent(ROOT_ID, "/");
      }
    }
    // Directories that are gone keep their entry: samples taken in them may still be on the way.
    Map<Long, String> merged = new HashMap<>(paths.size() > 100_000 ? Map.of() : paths);
    merged.putAll(found);
    paths = merged;
    lookedAt = System.nanoTime();
  }

  private static void addId(CgroupDirectory cgroup, Path mount, Map<Long, String> found) {
    try {
      found.put(cgroup.id(), "/" + mount.relativize(cgroup.path()));
    } catch (IOException removed) {
      // It ended while we looked.
    }
  }
}
