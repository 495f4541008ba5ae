package dev.brazier.agent.cli;

import dev.brazier.agent.seccomp.RefusedCall;
import java.util.List;

/** How refused calls are shown while they come. */
interface RefusalView {

  /** Shows all that was refused so far. */
  void show(List<RefusedCall> refused);

  /** Shows it for the last time, to stay. */
  void end(List<RefusedCall> refused);

  /** The view that suits the person or program that reads. */
  static RefusalView of(Console console, boolean json) {
    if (json) {
      return new RefusalLines(console.writer(), RefusalLines.JSON);
    }
    return console.isTerminal()
        ? new RefusalTable(console.writer(), console.columns())
        : new RefusalLines(console.writer(), RefusalLines.TEXT);
  }
}
