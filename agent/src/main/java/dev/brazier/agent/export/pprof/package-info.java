/**
 * Files for pprof: gzipped protocol buffers, one message {@code perftools.profiles.Profile}.
 *
 * <p>A location stands for a function in a file and has no address, as the profile keeps none;
 * mappings say that functions are named, so that pprof does not look for the files itself. Samples
 * carry the labels {@code container}, {@code process}, {@code pid}, {@code thread} and {@code tid};
 * comments are the truth header.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">profile.proto</a>
 */
@NullMarked
package dev.brazier.agent.export.pprof;

import org.jspecify.annotations.NullMarked;
