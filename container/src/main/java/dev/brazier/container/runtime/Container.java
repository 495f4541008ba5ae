package dev.brazier.container.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container with everything known about it.
 *
 * @param id the full id
 * @param runtime what made it
 * @param name what people call it; the short id when no name could be read
 * @param pod of Kubernetes, or null
 * @param image as it was asked for, such as {@code docker.io/library/nginx:1.27}, or null
 * @param outer ids of the containers around it, outermost first
 * @param cgroup its directory in the hierarchy that told of it
 * @param unifiedCgroup its directory in cgroup v2, or null when it has none of its own
 * @param unnamedReason why the name is only the id, or null
 */
public record Container(
    String id,
    ContainerRuntime runtime,
    String name,
    @Nullable Pod pod,
    @Nullable String image,
    List<ContainerId> outer,
    String cgroup,
    @Nullable String unifiedCgroup,
    @Nullable String unnamedReason) {

  /**
   * A Kubernetes pod, as far as it is known.
   *
   * @param name null when only the uid is known, from the cgroup
   */
  public record Pod(@Nullable String uid, @Nullable String name, @Nullable String namespace) {}

  public Container {
    outer = List.copyOf(outer);
  }

  /** The first 12 digits of the id, as all runtimes show it. */
  public String shortId() {
    return new ContainerId(id, runtime, null, cgroup).shortId();
  }

  /** {@code pod/container} in Kubernetes, else the name. */
  public String displayName() {
    return pod == null || pod.name == null ? name : pod.name + "/" + name;
  }
}
