package dev.brazier.container.runtime;

import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The labels or annotations that a kubelet's runtimes put on its containers. */
final class KubernetesLabels {
  /** What Kubernetes calls the container that only holds a pod's namespaces. */
  private static final String SANDBOX = "pause";

  private KubernetesLabels() {}

  /** The names in a set of labels, empty when it is not a container of Kubernetes. */
  static Optional<ContainerDetails> read(
      @Nullable JsonObject labels, ContainerRuntime runtime, @Nullable String image) {
    if (labels == null) {
      return Optional.empty();
    }
    String pod = first(labels, "io.kubernetes.pod.name", "io.kubernetes.cri.sandbox-name");
    String namespace =
        first(labels, "io.kubernetes.pod.namespace", "io.kubernetes.cri.sandbox-namespace");
    String name = first(labels, "io.kubernetes.container.name", "io.kubernetes.cri.container-name");
    String type =
        first(
            labels,
            "io.kubernetes.cri.container-type",
            "io.kubernetes.cri-o.ContainerType",
            "io.kubernetes.docker.type");
    boolean sandbox = "sandbox".equals(type) || "podsandbox".equals(type) || "POD".equals(name);
    if (name == null && !(sandbox && pod != null)) {
      return Optional.empty();
    }
    String itsImage =
        first(labels, "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName");
    return Optional.of(
        new ContainerDetails(
            runtime,
            sandbox || name == null ? SANDBOX : name,
            pod,
            namespace,
            itsImage == null ? image : itsImage));
  }

  private static @Nullable String first(JsonObject labels, String... names) {
    for (String name : names) {
      String value = HostFiles.string(labels, name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return null;
  }
}
