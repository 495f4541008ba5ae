package dev.brazier.container.symbol;

/** Why an address has no name. A closed list, so that frames can be counted by it. */
public enum UnnamedReason {
  /** The file has at most the symbols it exports, and no debug file was found for it. */
  STRIPPED("stripped: no symbol table and no debug file"),
  /** The symbols are all there, but none of them covers the address. */
  NO_SYMBOL_AT_ADDRESS("no symbol covers the address"),
  /** The file was deleted before it could be read. */
  FILE_GONE("file gone"),
  /** The file is there and may not be read, or reading it failed. */
  FILE_UNREADABLE("file unreadable"),
  /** Another file lies at the path now. */
  FILE_REPLACED("file replaced since it was mapped"),
  /** The mapped file does not begin like an ELF file. */
  NOT_ELF("not an ELF file"),
  /** An ELF file of a kind that is not read: 32-bit, big-endian. */
  UNSUPPORTED_ELF("unsupported kind of ELF file"),
  /** An ELF file that contradicts itself or its own size. */
  MALFORMED_ELF("malformed ELF file"),
  /** The names are there, in a file larger than is read. */
  TOO_LARGE("too large to read"),
  /** Generated code, and the runtime writes no map of it. */
  JIT_WITHOUT_MAP("generated code without a perf map"),
  /** Generated code, and the map was written by an earlier process with the same pid. */
  STALE_PERF_MAP("generated code with a stale perf map"),
  /** Kernel code, and the kernel shows its addresses as zeros. */
  KERNEL_ADDRESSES_HIDDEN("kernel addresses hidden"),
  /** Kernel code, and the list of kernel symbols cannot be read. */
  KERNEL_SYMBOLS_UNREADABLE("kernel symbols unreadable"),
  /** No mapping of the process holds the address. */
  NO_MAPPING("no mapping at the address"),
  /** The process ended before its mappings or files could be read. */
  PROCESS_GONE("process gone"),
  /** The process may not be looked into. */
  PROCESS_UNREADABLE("process unreadable");

  private final String text;

  UnnamedReason(String text) {
    this.text = text;
  }

  /** The reason for a person: a few lower-case words, without a full stop. */
  public String text() {
    return text;
  }
}
