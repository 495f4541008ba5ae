package dev.brazier.container.runtime;

import dev.brazier.container.process.CgroupLine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the cgroups of a process say about its container.
 *
 * @param chain the containers around the process, outermost first; empty on the host. Docker in
 *     Docker and kind have several
 * @param systemdUnit the innermost service or scope that is no container, such as {@code
 *     nginx.service}; null without one
 * @param unifiedCgroup the container's directory in the cgroup v2 hierarchy; null when the runtime
 *     put it only into v1 hierarchies
 * @param belowOwnRoot whether every path lies below the root of our cgroup namespace: in a private
 *     one, an empty chain then means our own container, not the host
 */
public record ContainerIdentity(
    List<ContainerId> chain,
    @Nullable String systemdUnit,
    @Nullable String unifiedCgroup,
    boolean belowOwnRoot) {

  public ContainerIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads the lines of {@code /proc/PID/cgroup}. Of several hierarchies the one that shows most
   * containers counts; cgroup v2 wins a tie, then systemd's.
   */
  public static ContainerIdentity parse(List<CgroupLine> lines) {
    List<ContainerId> best = List.of();
    int bestRank = -1;
    String unit = null;
    ContainerId unified = null;
    boolean below = true;
    for (CgroupLine line : lines) {
      CgroupPathWalk walk = new CgroupPathWalk(line.path());
      List<ContainerId> containers = walk.containers();
      int rank = containers.size() * 3 + rank(line);
      if (rank > bestRank) {
        best = containers;
        bestRank = rank;
      }
      if (walk.unit() != null && (unit == null || line.unified())) {
        unit = walk.unit();
      }
      if (line.unified() && !containers.isEmpty()) {
        unified = containers.get(containers.size() - 1);
      }
      below &= !line.path().startsWith("/..");
    }
    return new ContainerIdentity(best, unit, directoryOf(unified, best), below);
  }

  /** Where v2 shows only an outer container, its directory is not the innermost one's. */
  private static @Nullable String directoryOf(
      @Nullable ContainerId unified, List<ContainerId> chain) {
    return unified != null && unified.id().equals(chain.get(chain.size() - 1).id())
        ? unified.cgroup()
        : null;
  }

  private static int rank(CgroupLine line) {
    if (line.unified()) {
      return 2;
    }
    return line.controllers().contains("name=systemd") ? 1 : 0;
  }

  /** The container that the process itself is in. */
  public Optional<ContainerId> innermost() {
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
  }

  /** The containers around that one, outermost first. */
  public List<ContainerId> outer() {
    return chain.isEmpty() ? chain : chain.subList(0, chain.size() - 1);
  }
}
