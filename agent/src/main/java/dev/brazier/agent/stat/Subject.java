package dev.brazier.agent.stat;

import java.util.Locale;

/**
 * What is counted.
 *
 * @param kind what it is
 * @param name what a person calls it: {@code machine}, {@code cpu 3}, {@code 4711 nginx}, the name
 *     of a container, the path of a cgroup, the name of a command
 */
public record Subject(Kind kind, String name) {

  /** Kinds of subjects. */
  public enum Kind {
    MACHINE,
    CPU,
    PROCESS,
    CONTAINER,
    CGROUP,
    COMMAND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As the object of a verb: {@code process 4711 nginx}. */
  String phrase() {
    return wholeCpus() ? name : kind + " " + name;
  }

  /** Whether its counters sit on whole CPUs, whose clocks never stop. */
  boolean wholeCpus() {
    return kind == Kind.MACHINE || kind == Kind.CPU;
  }
}
