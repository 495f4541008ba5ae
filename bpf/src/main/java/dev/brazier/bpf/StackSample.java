package dev.brazier.bpf;

/**
 * A copy of one sample.
 *
 * @param timeNanos CLOCK_MONOTONIC
 * @param tgid the process, in our PID namespace
 * @param tid the thread, in our PID namespace
 * @param cgroupId the process's cgroup, as {@link CgroupId} describes it; 1 is the root of cgroup
 *     v2
 * @param startTimeNanos of the process, CLOCK_BOOTTIME
 * @param cpu the CPU's number
 * @param comm the thread's name
 * @param processComm the process's name
 * @param kernelFrames innermost first
 * @param userFrames innermost first
 * @param end why the user frames end where they do
 * @param inUserMode the CPU was executing user code
 * @param located user frames were looked up in the process's mappings
 */
public record StackSample(
    long timeNanos,
    int tgid,
    int tid,
    long cgroupId,
    long startTimeNanos,
    int cpu,
    String comm,
    String processComm,
    Frames kernelFrames,
    Frames userFrames,
    StackEnd end,
    boolean inUserMode,
    boolean located) {}
