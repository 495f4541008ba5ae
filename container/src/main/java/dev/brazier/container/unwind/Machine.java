package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.RegisterRules.Kept;
import java.util.Optional;
import java.util.stream.IntStream;

/** The registers that matter for a walk, by their DWARF numbers. */
enum Machine {
  /** A call pushes the return address: without a word about it nothing is known. */
  X86_64(6, 7, Kept.OTHER),
  /** A call leaves the return address in the link register, where it stays until told. */
  AARCH64(29, 31, Kept.SAME);

  private static final int[] INTERRUPTED_X86_64 = {
    8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, -1
  };
  private static final int[] INTERRUPTED_AARCH64 =
      IntStream.range(0, 33).map(i -> i == 32 ? -1 : i).toArray();

  static final int LINK_REGISTER = 30; // of arm64

  final int framePointer;
  final int stackPointer;

  /** Where the return address is before the instructions say anything. */
  final Kept returnAddress;

  Machine(int framePointer, int stackPointer, Kept returnAddress) {
    this.framePointer = framePointer;
    this.stackPointer = stackPointer;
    this.returnAddress = returnAddress;
  }

  /** How many registers a walk keeps: those up to the stack pointer, and more on x86-64. */
  int registers() {
    return this == X86_64 ? 16 : 32;
  }

  /** Whether a function may leave another value in a register than its caller had there. */
  boolean isClobberedByCalls(int number) {
    return this == X86_64
        ? number < 3 || number == 4 || number == 5 || (number >= 8 && number < 12)
        : number < 19;
  }

  /**
   * The address in a return address: on arm64 pointer authentication signs in the upper bits, and
   * user space has 48 bits of addresses unless a program asks for more.
   */
  long codeAddress(long saved) {
    return this == X86_64 ? saved : saved & (1L << 48) - 1;
  }

  /**
   * Where the registers that a signal has interrupted lie above the stack pointer once its handler
   * has returned: {@code uc_mcontext} of {@code asm/sigcontext.h}.
   */
  int interruptedAt() {
    return this == X86_64 ? 40 : 312;
  }

  /** The numbers of those registers, in the order in which they lie there; -1 is the pc. */
  int[] interrupted() {
    return this == X86_64 ? INTERRUPTED_X86_64 : INTERRUPTED_AARCH64;
  }

  static Optional<Machine> of(ElfMachine machine) {
    return switch (machine) {
      case X86_64 -> Optional.of(X86_64);
      case AARCH64 -> Optional.of(AARCH64);
      case OTHER -> Optional.empty();
    };
  }
}
