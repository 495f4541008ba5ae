@NullMarked
package dev.brazier.bpf;

import org.jspecify.annotations.NullMarked;
