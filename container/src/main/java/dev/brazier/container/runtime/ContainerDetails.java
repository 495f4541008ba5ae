package dev.brazier.container.runtime;

import org.jspecify.annotations.Nullable;

/** What a runtime's state on disk says about one container. */
record ContainerDetails(
    ContainerRuntime runtime,
    String name,
    @Nullable String podName,
    @Nullable String podNamespace,
    @Nullable String image) {

  static ContainerDetails named(ContainerRuntime runtime, String name, @Nullable String image) {
    return new ContainerDetails(runtime, name, null, null, image);
  }
}
