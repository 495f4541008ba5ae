package dev.brazier.bpf;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a walk has found.
 *
 * @param words {@link FrameWord}s, innermost first
 * @param end why it ended
 * @param reads how often it read memory
 * @param faults what it did that it must not: indices out of bounds, undefined arithmetic
 * @param missed the first block of memory that it wanted and that was not there
 */
public record WalkedStack(
    List<Long> words, StackEnd end, int reads, int faults, OptionalLong missed) {}
