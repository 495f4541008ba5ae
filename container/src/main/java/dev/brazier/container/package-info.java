@NullMarked
package dev.brazier.container;

import org.jspecify.annotations.NullMarked;
