/**
 * The messages of a pprof profile, generated from {@code src/main/protobuf/profile.proto}: what a
 * reader parses and a writer builds. A file is one {@link dev.brazier.flamegraph.pprof.Profile},
 * nearly always packed with gzip.
 */
@NullMarked
package dev.brazier.flamegraph.pprof;

import org.jspecify.annotations.NullMarked;
