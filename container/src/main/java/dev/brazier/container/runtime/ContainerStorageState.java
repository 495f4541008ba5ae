package dev.brazier.container.runtime;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container storage shared by Podman and CRI-O: {@code DRIVER-containers/containers.json} for
 * names, {@code DRIVER-containers/ID/userdata/config.json} for Kubernetes' annotations.
 */
final class ContainerStorageState implements RuntimeState {
  private static final List<String> DRIVERS = List.of("overlay", "vfs", "btrfs", "zfs");
  private static final Pattern GRAPH_ROOT =
      Pattern.compile("(?m)^\\s*graphroot\\s*=\\s*\"(/[^\"]*)\"");

  private final HostFiles files;
  private final Map<String, Index> indexes = new HashMap<>();

  ContainerStorageState(HostFiles files) {
    this.files = files;
  }

  @Override
  public Optional<ContainerDetails> describe(ContainerId container, Problems problems) {
    Optional<ContainerDetails> kubernetes =
        annotations("/run/containers/storage", "overlay", container, problems);
    if (kubernetes.isPresent()) {
      return kubernetes;
    }
    for (String root : graphRoots(problems)) {
      for (String driver : DRIVERS) {
        Optional<ContainerDetails> details = inStore(root, driver, container, problems);
        if (details.isPresent()) {
          return details;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ContainerDetails> inStore(
      String root, String driver, ContainerId container, Problems problems) {
    String path = root + "/" + driver + "-containers/containers.json";
    JsonObject entry = index(path, problems).entries.get(container.id());
    return entry == null
        ? Optional.empty()
        : annotations(root, driver, container, problems).or(() -> named(entry, path, problems));
  }

  /**
   * One file lists all containers: it is parsed once for each change, not once for each of them.
   */
  private Index index(String path, Problems problems) {
    String stamp = files.stamp(path);
    Index known = indexes.get(path);
    if (known != null && known.stamp.equals(stamp)) {
      return known;
    }
    Map<String, JsonObject> entries = new HashMap<>();
    for (JsonElement element : list(files.json(path, problems))) {
      if (element instanceof JsonObject entry) {
        String id = HostFiles.string(entry, "id");
        if (id != null) {
          entries.put(id, entry);
        }
      }
    }
    Index index = new Index(stamp, entries);
    indexes.put(path, index);
    return index;
  }

  private Optional<ContainerDetails> annotations(
      String root, String driver, ContainerId container, Problems problems) {
    return files
        .object(
            root + "/" + driver + "-containers/" + container.id() + "/userdata/config.json",
            problems)
        .flatMap(
            config ->
                KubernetesLabels.read(
                    HostFiles.child(config, "annotations"), ContainerRuntime.CRI_O, null));
  }

  /** The image's name is in {@code metadata}, which is JSON inside of a JSON text. */
  private static Optional<ContainerDetails> named(
      JsonObject entry, String path, Problems problems) {
    for (JsonElement name : list(Optional.ofNullable(entry.get("names")))) {
      if (name.isJsonPrimitive()) {
        return Optional.of(
            ContainerDetails.named(
                ContainerRuntime.PODMAN, name.getAsString(), image(entry, path, problems)));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String image(JsonObject entry, String path, Problems problems) {
    String metadata = HostFiles.string(entry, "metadata");
    if (metadata == null) {
      return null;
    }
    return HostFiles.parse(metadata, path, problems).orElse(null) instanceof JsonObject object
        ? HostFiles.string(object, "image-name")
        : null;
  }

  private static Iterable<JsonElement> list(Optional<JsonElement> element) {
    return element.isPresent() && element.get().isJsonArray()
        ? element.get().getAsJsonArray()
        : List.of();
  }

  private List<String> graphRoots(Problems problems) {
    List<String> roots = new ArrayList<>();
    Matcher configured =
        GRAPH_ROOT.matcher(files.text("/etc/containers/storage.conf", problems).orElse(""));
    if (configured.find()) {
      roots.add(configured.group(1));
    }
    roots.add("/var/lib/containers/storage");
    files.homes(problems).forEach(home -> roots.add(home + "/.local/share/containers/storage"));
    return roots;
  }

  /** The entries of one containers.json by id, as long as the file stays what it is. */
  private record Index(String stamp, Map<String, JsonObject> entries) {}
}
