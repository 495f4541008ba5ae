@NullMarked
package dev.brazier.agent;

import org.jspecify.annotations.NullMarked;
