package dev.brazier.container.runtime;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The OCI bundles of running containerd tasks: {@code
 * io.containerd.runtime.v2.task/NAMESPACE/ID/config.json}.
 */
final class ContainerdState implements RuntimeState {
  private static final List<String> STATE_DIRECTORIES =
      List.of(
          "/run/containerd",
          "/run/k3s/containerd",
          "/run/k0s/containerd",
          "/var/snap/microk8s/common/run/containerd");

  private final HostFiles files;

  ContainerdState(HostFiles files) {
    this.files = files;
  }

  @Override
  public Optional<ContainerDetails> describe(ContainerId container, Problems problems) {
    for (String state : STATE_DIRECTORIES) {
      String tasks = state + "/io.containerd.runtime.v2.task";
      for (String namespace : files.names(tasks, problems)) {
        // Docker's containers are tasks here too, but only Docker knows their names.
        if (namespace.equals("moby")) {
          continue;
        }
        Optional<JsonObject> config =
            files.object(tasks + "/" + namespace + "/" + container.id() + "/config.json", problems);
        if (config.isPresent()) {
          return Optional.of(details(container, HostFiles.child(config.get(), "annotations")));
        }
      }
    }
    return Optional.empty();
  }

  private static ContainerDetails details(ContainerId container, @Nullable JsonObject annotations) {
    String nerdctl = HostFiles.string(annotations, "nerdctl/name");
    String image = HostFiles.string(annotations, "nerdctl/image-ref");
    return KubernetesLabels.read(annotations, ContainerRuntime.CONTAINERD, image)
        .orElseGet(
            () ->
                ContainerDetails.named(
                    ContainerRuntime.CONTAINERD,
                    nerdctl == null || nerdctl.isEmpty() ? container.shortId() : nerdctl,
                    image));
  }
}
