package dev.brazier.agent.record;

import dev.brazier.bpf.StackEnd;

/** The first words of a row in the {@link StackTable}: whose stack it is and how it ended. */
@SuppressWarnings("EnumOrdinal") // rows never leave this process
final class StackHeading {

  /** How many words it takes. */
  static final int WORDS = 2;

  private static final StackEnd[] ENDS = StackEnd.values();

  private StackHeading() {}

  static void write(long[] row, int process, int thread, int kernelFrames, StackEnd end) {
    row[0] = (long) process << 32 | thread;
    row[1] = (long) kernelFrames << 32 | end.ordinal();
  }

  static int process(StackTable stacks, int stack) {
    return (int) (stacks.word(stack, 0) >>> 32);
  }

  static int thread(StackTable stacks, int stack) {
    return (int) stacks.word(stack, 0);
  }

  static int kernelFrames(StackTable stacks, int stack) {
    return (int) (stacks.word(stack, 1) >>> 32);
  }

  static StackEnd end(StackTable stacks, int stack) {
    return ENDS[(int) stacks.word(stack, 1)];
  }
}
