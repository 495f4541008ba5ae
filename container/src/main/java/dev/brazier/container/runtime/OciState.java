package dev.brazier.container.runtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Containers started by hand with runc or crun. Their cgroup directory bears whatever name the
 * person chose, so that only the runtime's own state ({@code /run/runc/ID/state.json}, {@code
 * /run/crun/ID/status}) tells that it is a container.
 */
final class OciState {
  private static final String CGROUP_MOUNT = "/sys/fs/cgroup";

  private static final String RUNC = "/run/runc";
  private static final String CRUN = "/run/crun";

  private final HostFiles files;
  private String stamp = "";
  private boolean complete;
  private Map<String, String> ids = Map.of();

  OciState(HostFiles files) {
    this.files = files;
  }

  /**
   * The container whose directory contains one of the cgroup paths of a process, the nearest one if
   * several do.
   */
  Optional<ContainerId> find(List<String> cgroups, Problems problems) {
    Map<String, String> ids = idsByCgroup(problems);
    for (String cgroup : cgroups) {
      String directory = cgroup;
      while (directory.length() > 1 && !ids.isEmpty()) {
        String id = ids.get(directory);
        if (id != null) {
          return Optional.of(new ContainerId(id, ContainerRuntime.OCI, null, directory));
        }
        directory = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
      }
    }
    return Optional.empty();
  }

  /** Read again when a container came or went, or when one was not complete the last time. */
  private Map<String, String> idsByCgroup(Problems problems) {
    String now = files.stamp(RUNC) + files.stamp(CRUN);
    if (!now.equals(stamp) || !complete) {
      stamp = now;
      complete = true;
      ids = read(problems);
    }
    return ids;
  }

  private Map<String, String> read(Problems problems) {
    Map<String, String> found = new HashMap<>();
    for (String id : files.names(RUNC, problems)) {
      JsonObject state = files.object(RUNC + "/" + id + "/state.json", problems).orElse(null);
      JsonObject paths = HostFiles.child(state, "cgroup_paths");
      complete &= paths != null;
      if (paths != null) {
        addRunc(paths, id, found);
      }
    }
    for (String id : files.names(CRUN, problems)) {
      JsonObject status = files.object(CRUN + "/" + id + "/status", problems).orElse(null);
      String path = HostFiles.string(status, "cgroup-path");
      complete &= status != null;
      if (path != null && path.length() > 1) {
        found.put(path, id);
      }
    }
    return found;
  }

  private static void addRunc(JsonObject paths, String id, Map<String, String> ids) {
    for (Map.Entry<String, JsonElement> entry : paths.entrySet()) {
      String path = HostFiles.string(paths, entry.getKey());
      String below = path == null ? null : belowMount(path, entry.getKey());
      if (below != null && below.length() > 1) {
        ids.put(below, id);
      }
    }
  }

  /** Each v1 hierarchy is mounted one level deeper; so is v2 in the hybrid layout. */
  private static @Nullable String belowMount(String path, String controller) {
    if (!path.startsWith(CGROUP_MOUNT + "/")) {
      return null;
    }
    String below = path.substring(CGROUP_MOUNT.length());
    if (controller.isEmpty() && !below.startsWith("/unified/")) {
      return below;
    }
    int next = below.indexOf('/', 1);
    return next < 0 ? null : below.substring(next);
  }
}
