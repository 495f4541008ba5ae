/**
 * How to get from one stack frame to the next without frame pointers: the call frame information of
 * an ELF file, compiled to a table of rows that a program can search.
 *
 * <p>{@link dev.brazier.container.unwind.UnwindCompiler} reads {@code .eh_frame} and {@code
 * .debug_frame}, runs the instructions in them, reads the line table of Go programs, and keeps of
 * every row what a walk of the stack needs: the canonical frame address (CFA, the caller's stack
 * pointer), the frame pointer and the return address. {@link
 * dev.brazier.container.unwind.UnwindTable} is the result, in file offsets, because those are what
 * a sampled address and its mapping tell without knowing where the file was loaded; {@link
 * dev.brazier.container.unwind.UnwindRule} says what one row asks for.
 *
 * <p>The bytes are hostile until checked. Entries of a section are disjoint and each is read once,
 * so that the work is proportional to the size of the section whatever it claims; nothing in it
 * raises an exception: what cannot be read becomes a row {@code UNSUPPORTED} and a text among the
 * faults.
 *
 * <p>Sources: DWARF 5 §6.4, Linux Standard Base 5.0 "Exception Frames", System V ABI for AMD64 §3.6
 * and for AArch64 (DWARF for the Arm 64-bit Architecture, 2023Q3).
 */
@NullMarked
package dev.brazier.container.unwind;

import org.jspecify.annotations.NullMarked;
