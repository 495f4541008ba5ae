@NullMarked
package dev.brazier.bpf.perf;

import org.jspecify.annotations.NullMarked;
