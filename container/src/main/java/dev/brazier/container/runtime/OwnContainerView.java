package dev.brazier.container.runtime;

import dev.brazier.container.process.MountEntry;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of a container whose cgroup path is hidden behind {@code 0::/}, from its mounts:
 * runtimes bind {@code /etc/hostname} and its neighbours from a directory that bears the id.
 */
final class OwnContainerView {
  private static final Pattern DIRECTORY =
      Pattern.compile(".*/(containers|overlay-containers|sandboxes)/([0-9a-f]{64})(?:/.*)?");
  private static final Pattern POD =
      Pattern.compile(".*/pods/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.*");

  private OwnContainerView() {}

  /** What the mounts of a process tell; empty when it is in no container that binds such files. */
  static Optional<ContainerId> identify(List<MountEntry> mounts) {
    String podUid = null;
    ContainerId found = null;
    for (MountEntry mount : mounts) {
      if (!mount.mountPoint().startsWith("/etc/") && !mount.mountPoint().startsWith("/run/")) {
        continue;
      }
      Matcher pod = POD.matcher(mount.root());
      if (pod.matches()) {
        podUid = pod.group(1);
      }
      Matcher directory = DIRECTORY.matcher(mount.root());
      if (found == null && directory.matches()) {
        found = new ContainerId(directory.group(2), runtime(directory.group(1)), null, "/");
      }
    }
    return Optional.ofNullable(
        found == null || podUid == null
            ? found
            : new ContainerId(found.id(), found.runtime(), podUid, "/"));
  }

  private static ContainerRuntime runtime(String directory) {
    return switch (directory) {
      case "containers" -> ContainerRuntime.DOCKER;
      case "overlay-containers" -> ContainerRuntime.PODMAN;
      default -> ContainerRuntime.CONTAINERD;
    };
  }
}
