/**
 * Which container a process belongs to, and what people call it.
 *
 * <p>A kernel knows no containers, only cgroups: the identity comes from the names that runtimes
 * give to cgroup directories ({@link dev.brazier.container.runtime.ContainerIdentity}, pure text
 * in, value out). The human name comes from the files that each runtime keeps on disk (the {@code
 * *State} classes, below a configurable host root). {@link
 * dev.brazier.container.runtime.ContainerDirectory} puts both together and remembers them.
 *
 * <p>A process in no container is simply the host's; one whose container has no readable name goes
 * by the first 12 digits of its id, and the reason is kept.
 */
@NullMarked
package dev.brazier.container.runtime;

import org.jspecify.annotations.NullMarked;
