@NullMarked
package dev.brazier.flamegraph;

import org.jspecify.annotations.NullMarked;
