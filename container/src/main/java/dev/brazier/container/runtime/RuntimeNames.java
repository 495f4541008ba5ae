package dev.brazier.container.runtime;

import dev.brazier.container.process.ProcRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks every runtime's state in turn what a container is called. */
final class RuntimeNames {
  private final ProcRoot proc;
  private final List<RuntimeState> states;
  private final OciState oci;

  RuntimeNames(ProcRoot proc, Path hostRoot) {
    this.proc = proc;
    HostFiles files = new HostFiles(hostRoot);
    this.states =
        List.of(
            new DockerState(files), new ContainerStorageState(files), new ContainerdState(files));
    this.oci = new OciState(files);
  }

  /** The container of a runtime called by hand whose cgroup the process is in. */
  Optional<ContainerId> byHand(List<String> cgroups) {
    return oci.find(cgroups, new Problems());
  }

  /** What is known of a container; where its name is its own id, nobody has to be asked. */
  Optional<ContainerDetails> describe(ContainerId container, Problems problems) {
    switch (container.runtime()) {
      case LXC, NSPAWN, GARDEN, OCI, BUILDKIT -> {
        return Optional.of(ContainerDetails.named(container.runtime(), container.id(), null));
      }
      default -> {}
    }
    for (RuntimeState state : states) {
      Optional<ContainerDetails> details = state.describe(container, problems);
      if (details.isPresent()) {
        return details;
      }
    }
    return watched(container, problems).or(() -> startedByHand(container, problems));
  }

  private Optional<ContainerDetails> watched(ContainerId container, Problems problems) {
    Map<String, String> names = ConmonNames.read(proc, problems);
    return Optional.ofNullable(names.get(container.id()))
        .map(name -> ContainerDetails.named(container.runtime(), name, null));
  }

  private Optional<ContainerDetails> startedByHand(ContainerId container, Problems problems) {
    return oci.find(List.of(container.cgroup()), problems)
        .filter(found -> !found.id().equals(container.id()))
        .map(found -> ContainerDetails.named(ContainerRuntime.OCI, found.id(), null));
  }
}
