package dev.brazier.container.symbol;

/**
 * The symbol at an address in the kernel.
 *
 * @param name its name; for a BPF program as the kernel has it, {@code bpf_prog_<tag>_<name>}
 * @param module its module in brackets, as the kernel writes it: {@code [bpf]} for BPF programs,
 *     {@link #KERNEL} for the kernel itself
 * @param offset how far behind the start of the symbol the address is, in bytes
 */
public record KernelSymbol(String name, String module, long offset) {
  /** The module of what is in no module. */
  public static final String KERNEL = "[kernel]";

  private static final String BPF = "[bpf]";

  /** Which kind of kernel code it is in. */
  public SymbolSource source() {
    return switch (module) {
      case KERNEL -> SymbolSource.KERNEL;
      case BPF -> SymbolSource.BPF_PROGRAM;
      default -> SymbolSource.KERNEL_MODULE;
    };
  }
}
