package dev.brazier.agent.profile;

/** How the user part of a stack ended. */
public enum StackOutcome {
  /** The outermost frame is where its thread began. */
  COMPLETE("reached their end"),
  /** The task has no user part: a kernel thread, or one that is exiting. */
  KERNEL_ONLY("kernel only, no user part"),
  /** Code without frame pointers broke the chain: callers are missing. */
  BROKEN_CHAIN("cut by code without frame pointers"),
  /** The depth limit was reached: callers are missing. */
  TOO_DEEP("cut at the depth limit"),
  /** The user stack could not be read. */
  UNREADABLE("user stack unreadable"),
  /** The walk stopped in a frame that is not known as the start of a thread. */
  UNSTATED("stopped short of where their thread began"),
  /** User frames were switched off. */
  NOT_ASKED("user frames switched off");

  private final String text;

  StackOutcome(String text) {
    this.text = text;
  }

  /** What the summary says of such stacks, to follow a number. */
  public String text() {
    return text;
  }

  /** Whether no caller is missing. */
  public boolean whole() {
    return this == COMPLETE || this == KERNEL_ONLY;
  }
}
