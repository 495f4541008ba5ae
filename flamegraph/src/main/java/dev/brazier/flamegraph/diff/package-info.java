/**
 * What changed between two profiles: which functions grew and shrank, and both counts of every
 * stack.
 *
 * <p>Two {@link dev.brazier.flamegraph.CallTree}s are laid over each other by {@link
 * dev.brazier.flamegraph.ComparedTree}, which {@link dev.brazier.flamegraph.FlameGraph} draws.
 * {@link dev.brazier.flamegraph.diff.FunctionChanges} tells it by function, {@link
 * dev.brazier.flamegraph.diff.ComparedStacks} writes it as text. Nothing here recurses, so no depth
 * overflows the Java stack, and what comes out depends on the stacks alone.
 */
@NullMarked
package dev.brazier.flamegraph.diff;

import org.jspecify.annotations.NullMarked;
