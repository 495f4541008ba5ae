/**
 * Names for code: from an address in a file, in the kernel or in generated code to a symbol, or to
 * the reason why there is none.
 *
 * <p>Tables come from {@link dev.brazier.container.symbol.FileSymbols} (one ELF file and the debug
 * files that belong to it), {@link dev.brazier.container.symbol.KernelSymbols}, {@link
 * dev.brazier.container.symbol.PerfMap} (generated code) and {@link
 * dev.brazier.container.symbol.Vdso}. {@link dev.brazier.container.symbol.SymbolCache} shares the
 * first kind between processes. Every look-up answers with a {@link
 * dev.brazier.container.symbol.Symbolization}; nothing here throws because a file is bad.
 *
 * <p>Return addresses are looked up one byte early; subtracting that byte is the caller's part, as
 * only the caller knows which frames are return addresses.
 */
@NullMarked
package dev.brazier.container.symbol;

import org.jspecify.annotations.NullMarked;
