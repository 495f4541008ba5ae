/**
 * The target's side: what a process, its files, its symbols and its container look like from the
 * host, without a word about how it was sampled.
 *
 * <ul>
 *   <li>{@code process}: {@code /proc}, mappings, and files held open in any mount namespace
 *   <li>{@code runtime}: which container a process belongs to, and what people call it
 *   <li>{@code elf}, {@code symbol}, {@code demangle}: from a file and an offset to a name
 *   <li>{@code unwind}: from a file to the rules for walking the stacks of its code
 *   <li>{@code seccomp}: system calls by name, and the profiles that allow or refuse them
 * </ul>
 *
 * <p>Nothing here logs, reads a flag or knows BPF. Failure of one file or one process is a value
 * with a reason.
 */
@NullMarked
package dev.brazier.container;

import org.jspecify.annotations.NullMarked;
