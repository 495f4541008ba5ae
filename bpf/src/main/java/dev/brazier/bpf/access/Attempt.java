package dev.brazier.bpf.access;

import dev.brazier.bpf.BpfException;

/** What came of trying one thing. */
public sealed interface Attempt {

  /** It can be done. */
  record Worked() implements Attempt {}

  /**
   * It cannot.
   *
   * @param errno the kernel's answer; 0 where it answered with something useless instead
   * @param step what was being done, as a lower-case verb phrase
   */
  record Failed(int errno, String step) implements Attempt {

    /** The error's symbol, {@code EACCES} for 13. */
    public String errnoName() {
      return BpfException.nameOf(errno);
    }
  }

  /**
   * It was not tried.
   *
   * @param reason what was not there to try it on
   */
  record Skipped(String reason) implements Attempt {}

  /** Whether it can be done. */
  default boolean worked() {
    return this instanceof Worked;
  }
}
