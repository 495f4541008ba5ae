/**
 * What this kernel lets this process do, found out by doing it: each method tries one thing that
 * profiling needs, undoes it, and tells what came of it.
 *
 * <p>Nothing here throws for a refusal, and nothing explains one: an {@link
 * dev.brazier.bpf.access.Attempt} carries the bare errno. Only the C library is called, so that the
 * answers do not depend on libbpf being there. What is tried leaves no trace: events stay disabled,
 * programs never run, and the one uprobe is set in a file that nobody executes.
 */
@NullMarked
package dev.brazier.bpf.access;

import org.jspecify.annotations.NullMarked;
