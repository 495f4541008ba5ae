/**
 * Profiles as files: translates a {@link dev.brazier.agent.profile.Profile} into the flamegraph
 * module's vocabulary and into the lines that people read.
 */
@NullMarked
package dev.brazier.agent.write;

import org.jspecify.annotations.NullMarked;
