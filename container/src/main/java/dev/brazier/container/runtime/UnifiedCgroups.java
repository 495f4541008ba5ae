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

/** The cgroup v2 hierarchy as we see it mounted: from a cgroup id to a path and back. */
final class UnifiedCgroups {
  /** Of the root directory: what the kernel says for a process that is in no v2 cgroup. */
  static final long ROOT_ID = 1;

  private static final long LOOK_AGAIN_NANOS = 200_000_000;

  private final ProcRoot proc;
  private Map<Long, String> paths = new HashMap<>();
  private long lookedAt;
  private boolean looked;

  UnifiedCgroups(ProcRoot proc) {
    this.proc = proc;
  }

  /** Where the hierarchy is mounted, the most complete mount first. */
  Optional<Path> mountPoint() {
    List<MountEntry> mounts = proc.ownMounts().found().orElse(List.of());
    return mounts.stream()
        .filter(mount -> mount.fileSystem().equals("cgroup2"))
        .min((a, b) -> Integer.compare(a.root().length(), b.root().length()))
        .map(mount -> Path.of(mount.mountPoint()));
  }

  /** The directory of a cgroup path. */
  Optional<CgroupDirectory> directory(String path) {
    return mountPoint().map(mount -> new CgroupDirectory(mount.resolve(path.substring(1))));
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
