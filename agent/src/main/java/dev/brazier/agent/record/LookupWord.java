package dev.brazier.agent.record;

import dev.brazier.bpf.FrameWord;

/**
 * Turns frame words of a sample into the words to look names up by. A return address is the
 * instruction after a call, which may belong to the next function: it is looked up one byte before.
 * The interrupted pc, and the first user frame of a system call, are exact; so are the frames on
 * both sides of the marker of a signal.
 */
final class LookupWord {

  private LookupWord() {}

  /** Whether the word says that a signal interrupted the next frame. */
  static boolean isSignal(long word) {
    return FrameWord.kind(word) == FrameWord.Kind.MARKER
        && FrameWord.marker(word) == FrameWord.SIGNAL;
  }

  /** The word for a frame that called the next inner one. */
  static long ofCaller(long word) {
    return switch (FrameWord.kind(word)) {
      case KERNEL, USER -> word - 1;
      case FILE -> FrameWord.fileOffset(word) > 0 ? word - 1 : word;
      case MARKER, UNKNOWN -> word;
    };
  }
}
