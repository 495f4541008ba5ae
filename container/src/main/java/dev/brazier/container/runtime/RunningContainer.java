package dev.brazier.container.runtime;

import dev.brazier.container.process.TargetProcess;
import java.util.List;

/**
 * A container and the processes in it.
 *
 * @param processes by ascending pid, never empty; those of containers inside of it are not in it
 */
public record RunningContainer(Container container, List<TargetProcess> processes) {

  public RunningContainer {
    processes = List.copyOf(processes);
  }
}
