package dev.brazier.container.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * File systems as one mount namespace arranges them.
 *
 * @param mounts in the kernel's order
 * @param root where we can reach the root directory that the mount points are relative to
 */
record MountView(List<MountEntry> mounts, Path root) {
  /** A host with a thousand containers mounts one file system that often; each try costs a stat. */
  private static final int MOST_PATHS = 64;

  /**
   * Every path that would lead to a file of a file system, the ones through whole mounts first.
   *
   * @param device of the file system, as the kernel numbers it
   * @param pathInFileSystem with a leading slash
   */
  List<String> pathsOf(DeviceNumber device, String pathInFileSystem) {
    Set<String> whole = new LinkedHashSet<>();
    Set<String> bound = new LinkedHashSet<>();
    for (MountEntry mount : mounts) {
      if (!mount.device().equals(device)) {
        continue;
      }
      if (mount.root().equals("/")) {
        whole.add(join(mount.mountPoint(), pathInFileSystem));
      } else if (isAtOrBelow(pathInFileSystem, mount.root())) {
        bound.add(join(mount.mountPoint(), pathInFileSystem.substring(mount.root().length())));
      }
    }
    whole.addAll(bound);
    List<String> paths = new ArrayList<>(whole);
    return paths.size() > MOST_PATHS ? paths.subList(0, MOST_PATHS) : paths;
  }

  private static boolean isAtOrBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  private static String join(String mountPoint, String rest) {
    return mountPoint.equals("/") ? rest : mountPoint + rest;
  }
}
