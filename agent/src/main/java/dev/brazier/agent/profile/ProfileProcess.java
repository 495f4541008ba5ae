package dev.brazier.agent.profile;

/**
 * The process that a stack was taken from.
 *
 * @param pid its id in the PID namespace of {@code /proc}
 * @param startTicks its start since boot in clock ticks; with the pid it is the process's identity
 * @param name the kernel's name of it (comm), at most 15 bytes, at the time of the sample
 * @param container the container's name, or {@link #HOST}
 */
public record ProfileProcess(int pid, long startTicks, String name, String container) {

  /** Stands for the container of a process that is in none. */
  public static final String HOST = "host";
}
