package dev.brazier.agent.record;

/**
 * Where and when a sample was taken.
 *
 * @param thread its number in the {@link ProcessTable}; 0 when threads are not kept apart
 * @param timeNanos as {@link System#nanoTime} counts
 * @param kernelFrames how many of its frames, the innermost ones, are the kernel's
 */
record SampleOrigin(
    SampledProcess process, int thread, long timeNanos, int cpu, int kernelFrames) {}
