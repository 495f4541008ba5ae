/**
 * What the linker of Go tells about functions in every program, stripped or not.
 *
 * <p>A Go program needs the names of its functions and the sizes of their frames at run time, for
 * its own stack traces and for its collector. So {@link dev.brazier.container.golang.GoLineTable}
 * ({@code runtime.pclntab}) survives {@code strip} and {@code -ldflags="-s -w"}, with which nearly
 * all container images are built.
 *
 * <p>The bytes come from a target and are hostile until checked: every offset is held against the
 * size of its part, functions without bytes are left out, records are in order, and the work is
 * bounded by the size of the table and of the code. What cannot be read fails as {@link
 * dev.brazier.container.elf.MalformedElfException}.
 *
 * <p>Source of the layouts: {@code runtime/symtab.go}, {@code runtime/runtime2.go} and {@code
 * cmd/link/internal/ld/pcln.go} of Go 1.2, 1.16, 1.18, 1.20 and 1.26; "Go 1.2 Runtime Symbol
 * Information" (Cox, 2013).
 */
@NullMarked
package dev.brazier.container.golang;

import org.jspecify.annotations.NullMarked;
