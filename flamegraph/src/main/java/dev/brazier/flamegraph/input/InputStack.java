package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import java.util.List;
import java.util.OptionalLong;

/**
 * One stack of a file.
 *
 * @param frames the functions, root first; no rows for processes or threads
 * @param count what the stack counts for, at least 1, in {@link InputReport#unit}
 * @param origin where it was seen
 * @param timeNanos when it was seen, in nanoseconds of the file's own clock: since 1970 in JFR and
 *     pprof, since the machine started in perf
 */
public record InputStack(
    List<Frame> frames, long count, InputOrigin origin, OptionalLong timeNanos) {
  public InputStack {
    frames = List.copyOf(frames);
  }
}
