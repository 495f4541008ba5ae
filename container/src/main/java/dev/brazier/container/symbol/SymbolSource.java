package dev.brazier.container.symbol;

/** Where a name comes from. */
public enum SymbolSource {
  /** The full symbol table of the file itself. */
  SYMTAB,
  /** The compressed symbol table in {@code .gnu_debugdata}. */
  MINI_DEBUG_INFO,
  /** A separate debug file. */
  DEBUG_FILE,
  /** The table that every Go program has of its own functions. */
  GO_LINE_TABLE,
  /** The symbols the dynamic linker sees. */
  DYNSYM,
  /** The jump table to functions of other files. */
  PLT,
  /** The page of code the kernel maps into every process. */
  VDSO,
  /** The kernel. */
  KERNEL,
  /** A module of the kernel. */
  KERNEL_MODULE,
  /** A BPF program, or the code around BPF programs. */
  BPF_PROGRAM,
  /** The map a runtime writes of the code it generates. */
  PERF_MAP
}
