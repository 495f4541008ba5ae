/**
 * System calls by name and number, and the seccomp profiles that allow or refuse them.
 *
 * <p>A {@link dev.brazier.container.seccomp.SyscallTable} is generated from the kernel's own tables
 * and names its source. A {@link dev.brazier.container.seccomp.SeccompProfile} is a profile as
 * Docker, podman, Kubernetes and OCI runtimes read it: an immutable value that keeps every member
 * and the order of its text.
 */
@NullMarked
package dev.brazier.container.seccomp;

import org.jspecify.annotations.NullMarked;
