package dev.brazier.container.elf;

/** What an ELF file is for. */
public enum ElfType {
  /** An object file that still has to be linked, or a kernel module. */
  RELOCATABLE,
  /** A program with a fixed address. */
  EXECUTABLE,
  /** A shared library, or a program that runs at any address. */
  SHARED,
  /** A core dump. */
  CORE,
  /** Anything else. */
  OTHER;

  static ElfType of(int code) {
    return switch (code) {
      case 1 -> RELOCATABLE;
      case 2 -> EXECUTABLE;
      case 3 -> SHARED;
      case 4 -> CORE;
      default -> OTHER;
    };
  }
}
