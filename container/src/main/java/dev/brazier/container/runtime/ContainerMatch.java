package dev.brazier.container.runtime;

import java.util.List;

/** Which container a person means. */
public sealed interface ContainerMatch {

  /** Exactly this one. */
  record Found(RunningContainer container) implements ContainerMatch {}

  /** More than one answers to it. */
  record Ambiguous(List<RunningContainer> matches) implements ContainerMatch {
    public Ambiguous {
      matches = List.copyOf(matches);
    }
  }

  /**
   * None does.
   *
   * @param known the names of all that run
   */
  record Absent(List<String> known) implements ContainerMatch {
    public Absent {
      known = List.copyOf(known);
    }
  }
}
