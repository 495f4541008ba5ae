package dev.brazier.container.runtime;

import java.util.Optional;

/** The files in which one kind of runtime remembers its containers. */
interface RuntimeState {

  /**
   * What is known about a container, empty when this runtime has no such container.
   *
   * @param problems is told what could not be read
   */
  Optional<ContainerDetails> describe(ContainerId container, Problems problems);
}
