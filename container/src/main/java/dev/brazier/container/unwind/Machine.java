package dev.brazier.container.unwind;

import dev.brazier.container.elf.ElfMachine;
import dev.brazier.container.unwind.RegisterRules.Kept;
import java.util.Optional;

/** The registers that matter for a walk, by their DWARF numbers. */
enum Machine {
  /** A call pushes the return address: without a word about it nothing is known. */
  X86_64(6, 7, Kept.OTHER),
  /** A call leaves the return address in the link register, where it stays until told. */
  AARCH64(29, 31, Kept.SAME);

  final int framePointer;
  final int stackPointer;

  /** Where the return address is before the instructions say anything. */
  final Kept returnAddress;

  Machine(int framePointer, int stackPointer, Kept returnAddress) {
    this.framePointer = framePointer;
    this.stackPointer = stackPointer;
    this.returnAddress = returnAddress;
  }

  static Optional<Machine> of(ElfMachine machine) {
    return switch (machine) {
      case X86_64 -> Optional.of(X86_64);
      case AARCH64 -> Optional.of(AARCH64);
      case OTHER -> Optional.empty();
    };
  }
}
