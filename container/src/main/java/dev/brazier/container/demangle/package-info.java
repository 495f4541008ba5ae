/**
 * Linker names to readable names: C++ (Itanium ABI) and Rust (legacy and v0).
 *
 * <p>{@link dev.brazier.container.demangle.Demangler} is the only way in; it looks at the prefix of
 * a symbol and hands it to one of three readers. The C++ reader is a recursive descent over the
 * grammar of the ABI, one parser per group of productions ({@code NameParser}, {@code TypeParser},
 * {@code TemplateParser}, {@code ExpressionParser}); it yields a tree of {@code Node}s that print
 * themselves in the two halves C++ declarators need: what stands left of the declared name and what
 * stands right of it. The Rust readers print while they read.
 *
 * <p>Symbol names are input from strangers: reading is linear in the name, depth is bounded, and a
 * {@code Printer} stops at a fixed number of steps, because back-references let a short name stand
 * for a text of exponential length. Whatever cannot be read is returned as it came.
 *
 * <p>Texts follow {@code c++filt -i} of GNU binutils, so that names agree with what perf and gdb
 * show.
 */
@NullMarked
package dev.brazier.container.demangle;

import org.jspecify.annotations.NullMarked;
