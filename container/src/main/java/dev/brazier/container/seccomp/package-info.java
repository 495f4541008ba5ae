/**
 * System calls by name and number, and the seccomp profiles that allow or refuse them.
 *
 * <p>A {@link dev.brazier.container.seccomp.SyscallTable} is generated from the kernel's own tables
 * and names its source; {@link dev.brazier.container.seccomp.KernelSyscalls} says which of them the
 * running kernel was built with. A {@link dev.brazier.container.seccomp.SeccompProfile} is a
 * profile as Docker, podman, Kubernetes and OCI runtimes read it: an immutable value that keeps
 * every member and the order of its text. {@link dev.brazier.container.seccomp.ProfileLint} finds
 * what is wrong in one, {@link dev.brazier.container.seccomp.AuditRecord} reads what the kernel
 * logs about a call that a filter caught.
 *
 * <p>All of it is text in and values out; only the tables and {@code /proc/kallsyms} are read.
 */
@NullMarked
package dev.brazier.container.seccomp;

import org.jspecify.annotations.NullMarked;
