/**
 * A process as seen from the host's PID namespace, and the files it maps.
 *
 * <p>Two ideas carry the package. First, a process may vanish between any two reads, so what {@code
 * /proc} answers is a {@link dev.brazier.container.process.ProcReading}: read, gone, or unreadable
 * with the reason. Parsing ({@code static parse}) is kept apart from reading, which {@link
 * dev.brazier.container.process.ProcRoot} does in one line each. A process is known by its pid
 * <em>and</em> its start time, because pids are used again.
 *
 * <p>Second, a path means nothing without a mount namespace. A file is found by what the kernel
 * says about the mapping (device, inode, names from the leaf up) and held open at first sight:
 * {@link dev.brazier.container.process.FilePinner} tries the mapping itself, the target's root, the
 * host's mounts and other processes in this order and checks the inode each time. From then on the
 * file outlives its process, its container and its name.
 *
 * <pre>{@code
 * try (FilePinner pinner = new FilePinner(ProcRoot.host())) {
 *   if (pinner.pin(request) instanceof PinOutcome.Pinned pinned) {
 *     pinned.file().bytes().read(0, buffer);
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.brazier.container.process;

import org.jspecify.annotations.NullMarked;
