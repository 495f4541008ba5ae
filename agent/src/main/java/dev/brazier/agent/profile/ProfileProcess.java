package dev.brazier.agent.profile;

import java.util.OptionalInt;

/**
 * The process that a stack was taken from.
 *
 * @param pid its id in the PID namespace of {@code /proc}, or {@link #UNKNOWN}
 * @param startTicks its start since boot in clock ticks; with the pid it is the process's identity;
 *     0 when unknown
 * @param name the kernel's name of it (comm), at most 15 bytes, at the time of the sample; empty
 *     when unknown
 * @param container the container's name, or {@link #HOST}; empty when unknown
 */
public record ProfileProcess(int pid, long startTicks, String name, String container) {

  /** Stands for the id of a process or thread that a foreign profile does not tell. */
  public static final int UNKNOWN = -1;

  /** Stands for the container of a process that is in none. */
  public static final String HOST = "host";

  /** Its id; empty when unknown. */
  public OptionalInt knownPid() {
    return pid == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(pid);
  }
}
