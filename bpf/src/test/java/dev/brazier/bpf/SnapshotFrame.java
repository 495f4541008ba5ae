package dev.brazier.bpf;

/**
 * A frame as a debugger sees it.
 *
 * @param pc the next instruction, or where the frame's callee returns to
 * @param interrupted by a signal, whose frame is the one before
 */
public record SnapshotFrame(long pc, boolean interrupted) {}
