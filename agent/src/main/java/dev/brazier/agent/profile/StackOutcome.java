package dev.brazier.agent.profile;

/** How the user part of a stack ended. */
public enum StackOutcome {
  /** The outermost frame is where its thread began. */
  COMPLETE("reached their end"),
  /**
   * As the one before, but through code of HotSpot's compilers, which use the frame pointer for
   * other things: callers may be missing.
   */
  JAVA_GUESSED("reached their end through Java code, where callers may be missing"),
  /** The task has no user part: a kernel thread, or one that is exiting. */
  KERNEL_ONLY("kernel only, no user part"),
  /** Code without frame pointers broke the chain: callers are missing. */
  BROKEN_CHAIN("cut by code without frame pointers"),
  /** A file's unwind table was not ready yet: callers are missing. */
  NO_TABLE("cut in files met just then, before their unwind table was ready"),
  /** No unwind information, and no frame pointer that makes sense: callers are missing. */
  NO_UNWIND_INFORMATION("cut by code without unwind information"),
  /** As the one before, in code that is in no file. */
  GENERATED_CODE("cut by generated code without frame pointers"),
  /** There is no table for a file: its unwind information is bad, or memory ran out. */
  TABLE_REFUSED("cut in files whose unwind table was refused"),
  /** A return address is not code: callers are missing. */
  NOT_CODE("cut at a return address that is not code"),
  /** A rule of the table is beyond what is understood: callers are missing. */
  UNSUPPORTED_RULE("cut by an unwind rule that is not understood"),
  /** The caller depends on a register whose value was not saved: callers are missing. */
  REGISTER_LOST("cut where a needed register was not saved"),
  /** The caller's frame would lie below its callee's: callers are missing. */
  NOT_GROWING("cut where the stack ceased to grow"),
  /** A part of the stack could not be read, as it is paged out: callers are missing. */
  STACK_UNREADABLE("cut at stack memory that could not be read"),
  /** The stack is deeper than the part of it that came with the sample: callers are missing. */
  NOT_COPIED("cut where the copied part of the stack ends"),
  /** Only the innermost frame of a 32-bit process is known. */
  THIRTY_TWO_BIT("of 32-bit processes, which are not walked"),
  /** The depth limit was reached: callers are missing. */
  TOO_DEEP("cut at the depth limit"),
  /** The user stack could not be read. */
  UNREADABLE("user stack unreadable"),
  /** The walk stopped in a frame that is not known as the start of a thread. */
  UNSTATED("stopped short of where their thread began"),
  /** User frames were switched off. */
  NOT_ASKED("user frames switched off"),
  /** A foreign profile, which does not say. */
  NOT_TOLD("whose end is not told");

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
