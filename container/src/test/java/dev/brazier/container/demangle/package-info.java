/** Tests of the demangler. */
@NullMarked
package dev.brazier.container.demangle;

import org.jspecify.annotations.NullMarked;
