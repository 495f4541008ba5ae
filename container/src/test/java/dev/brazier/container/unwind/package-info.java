/** Tests of the compiler of frame information. */
@NullMarked
package dev.brazier.container.unwind;

import org.jspecify.annotations.NullMarked;
