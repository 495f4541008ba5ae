package dev.brazier.agent.record;

import dev.brazier.bpf.StackCopy;
import dev.brazier.bpf.StackEnd;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Samples whose copied stack waits for the unwind table of a file, with what the kernel has found
 * of it. They take memory, of which there is a limit: beyond it the oldest have waited enough.
 */
final class WaitingStacks {

  private static final long MOST_BYTES = 16 << 20;

  private final Queue<Waiting> stacks = new ArrayDeque<>();
  private long bytes;

  /** A sample. */
  static final class Waiting {
    private final SampleOrigin origin;
    private final long[] row;
    private final StackEnd end;
    private final StackCopy copy;

    /**
     * Keeps what it is given.
     *
     * @param row what {@link StackTable} is to count, its heading still missing
     * @param end of the stack as the kernel has found it
     */
    Waiting(SampleOrigin origin, long[] row, StackEnd end, StackCopy copy) {
      this.origin = origin;
      this.row = row;
      this.end = end;
      this.copy = copy;
    }

    SampleOrigin origin() {
      return origin;
    }

    long[] row() {
      return row;
    }

    StackEnd end() {
      return end;
    }

    StackCopy copy() {
      return copy;
    }

    private long bytes() {
      return (long) row.length * Long.BYTES + copy.size();
    }
  }

  void add(Waiting stack) {
    stacks.add(stack);
    bytes += stack.bytes();
  }

  int size() {
    return stacks.size();
  }

  boolean isOverfull() {
    return bytes > MOST_BYTES;
  }

  /** Takes the oldest out; null when there is none. */
  @Nullable Waiting take() {
    Waiting oldest = stacks.poll();
    if (oldest != null) {
      bytes -= oldest.bytes();
    }
    return oldest;
  }
}
