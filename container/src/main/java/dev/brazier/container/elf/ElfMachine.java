package dev.brazier.container.elf;

/** The processor an ELF file is for: those whose instructions are looked at here, and the rest. */
public enum ElfMachine {
  /** AMD64, EM_X86_64. */
  X86_64(62),
  /** 64-bit ARM, EM_AARCH64. */
  AARCH64(183),
  /** Any other. */
  OTHER(-1);

  private final int code;

  ElfMachine(int code) {
    this.code = code;
  }

  static ElfMachine of(int code) {
    for (ElfMachine machine : values()) {
      if (machine.code == code) {
        return machine;
      }
    }
    return OTHER;
  }
}
