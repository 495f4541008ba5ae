package dev.brazier.container.runtime;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker's {@code containers/ID/config.v2.json} below its data root. */
final class DockerState implements RuntimeState {
  private final HostFiles files;

  DockerState(HostFiles files) {
    this.files = files;
  }

  @Override
  public Optional<ContainerDetails> describe(ContainerId container, Problems problems) {
    for (String root : dataRoots(problems)) {
      Optional<ContainerDetails> details =
          files
              .object(root + "/containers/" + container.id() + "/config.v2.json", problems)
              .flatMap(DockerState::details);
      if (details.isPresent()) {
        return details;
      }
    }
    return Optional.empty();
  }

  /** Under Kubernetes the labels hold better names than {@code k8s_app_web_default_…}. */
  private static Optional<ContainerDetails> details(JsonObject config) {
    JsonObject inner = HostFiles.child(config, "Config");
    String image = HostFiles.string(inner, "Image");
    Optional<ContainerDetails> kubernetes =
        KubernetesLabels.read(HostFiles.child(inner, "Labels"), ContainerRuntime.DOCKER, image);
    if (kubernetes.isPresent()) {
      return kubernetes;
    }
    String name = HostFiles.string(config, "Name");
    return Optional.ofNullable(name)
        .map(text -> text.startsWith("/") ? text.substring(1) : text)
        .filter(text -> !text.isEmpty())
        .map(text -> ContainerDetails.named(ContainerRuntime.DOCKER, text, image));
  }

  private List<String> dataRoots(Problems problems) {
    List<String> roots = new ArrayList<>();
    files
        .object("/etc/docker/daemon.json", problems)
        .map(daemon -> HostFiles.string(daemon, "data-root"))
        .filter(root -> root.startsWith("/"))
        .ifPresent(roots::add);
    roots.add("/var/lib/docker");
    roots.add("/var/snap/docker/common/var-lib-docker");
    files.homes(problems).forEach(home -> roots.add(home + "/.local/share/docker"));
    return roots;
  }
}
