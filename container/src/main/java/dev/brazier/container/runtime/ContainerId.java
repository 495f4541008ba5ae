package dev.brazier.container.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A container as a cgroup path names it.
 *
 * @param id 64 hexadecimal digits for most runtimes, a name for LXC, nspawn and plain runc
 * @param podUid of the Kubernetes pod around it, with hyphens; null without one
 * @param cgroup the path of its own directory, without what it made below
 */
public record ContainerId(
    String id, ContainerRuntime runtime, @Nullable String podUid, String cgroup) {
  private static final int SHORT = 12;
  private static final int FULL = 64;

  /** The first 12 digits of a 64-digit id, as all runtimes show it; another id as it is. */
  public String shortId() {
    return id.length() == FULL ? id.substring(0, SHORT) : id;
  }
}
