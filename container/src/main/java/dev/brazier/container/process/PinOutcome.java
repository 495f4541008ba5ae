package dev.brazier.container.process;

import dev.brazier.container.symbol.UnnamedReason;

/** Whether a file is held now. */
public sealed interface PinOutcome {

  /** The file, shared by every process that maps it. */
  record Pinned(PinnedFile file) implements PinOutcome {}

  /**
   * The file could not be held.
   *
   * @param reason the most telling of the reasons
   * @param text every way that was tried, and the remedy where there is one
   */
  record NotPinned(UnnamedReason reason, String text) implements PinOutcome {}
}
