package dev.brazier.agent.profile;

/**
 * The thread that a stack was taken from.
 *
 * @param tid its id, as {@code /proc/PID/task/TID}; {@link ProfileProcess#UNKNOWN} when not told
 * @param name the kernel's name of it (comm); empty when unknown
 */
public record ProfileThread(int tid, String name) {}
