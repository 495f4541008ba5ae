package dev.brazier.flamegraph.input;

import dev.brazier.flamegraph.Frame;
import dev.brazier.flamegraph.FrameKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where a stack was seen, as far as its file tells.
 *
 * @param container the container's name, or empty
 * @param process the process's name, or empty. Most kernel tools print the name of the thread that
 *     ran; it stands in both places then
 * @param pid the process
 * @param thread the thread's name, or empty
 * @param tid the thread
 */
public record InputOrigin(
    String container, String process, OptionalInt pid, String thread, OptionalInt tid) {
  /** What a file tells that tells nothing. */
  public static final InputOrigin UNKNOWN =
      new InputOrigin("", "", OptionalInt.empty(), "", OptionalInt.empty());

  public InputOrigin {
    Objects.requireNonNull(container);
    Objects.requireNonNull(process);
    Objects.requireNonNull(pid);
    Objects.requireNonNull(thread);
    Objects.requireNonNull(tid);
  }

  /** A process of which only the name is known, which may be empty. */
  static InputOrigin ofName(String process) {
    return process.isEmpty()
        ? UNKNOWN
        : new InputOrigin("", process, OptionalInt.empty(), "", OptionalInt.empty());
  }

  /** The rows above its stacks: container, process and, if wanted, thread, as far as known. */
  List<Frame> rows(boolean withThread) {
    List<Frame> rows = new ArrayList<>();
    if (!container.isEmpty()) {
      rows.add(new Frame(container, FrameKind.CONTAINER));
    }
    if (!process.isEmpty()) {
      rows.add(new Frame(process, FrameKind.PROCESS));
    } else if (pid.isPresent()) {
      rows.add(new Frame("pid " + pid.getAsInt(), FrameKind.PROCESS));
    }
    if (withThread && (!thread.isEmpty() || tid.isPresent())) {
      rows.add(new Frame(threadText(), FrameKind.THREAD));
    }
    return rows;
  }

  private String threadText() {
    if (tid.isEmpty()) {
      return thread;
    }
    return thread.isEmpty() ? "tid " + tid.getAsInt() : thread + " (" + tid.getAsInt() + ")";
  }
}
