package dev.brazier.container.process;

import dev.brazier.container.elf.ByteSource;
import dev.brazier.container.symbol.UnnamedReason;

/** Whether a process has a map of its generated code that can be believed. */
public sealed interface PerfMapOutcome {

  /**
   * The map, open. It grows while the runtime compiles: {@code size()} tells the present one.
   *
   * @param bytes the caller closes it
   * @param path as the target sees it
   * @param identity when it was opened
   */
  record Located(ByteSource bytes, String path, FileIdentity identity) implements PerfMapOutcome {}

  /**
   * There is none, or it is not the process's own.
   *
   * @param reason what the process's generated frames say instead of a name
   * @param text for a person, with the path
   */
  record NotLocated(UnnamedReason reason, String text) implements PerfMapOutcome {}
}
