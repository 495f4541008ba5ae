/**
 * ELF files as their bytes tell them: header, segments, sections, notes, and the ranges behind
 * them.
 *
 * <p>The bytes come from a target and are hostile until checked. {@link ElfFile} reads only the
 * ranges asked for (never a memory mapping: a mapped file that is truncated under us would take the
 * JVM down), checks every offset and count against the size of the file in arithmetic that cannot
 * overflow, and fails in one way only: {@link MalformedElfException}.
 *
 * <p>Source of the layouts: the System V ABI, "Object Files" (gABI 4.1 and its 2013 draft), elf.h
 * of glibc 2.36.
 */
@NullMarked
package dev.brazier.container.elf;

import org.jspecify.annotations.NullMarked;
