package dev.brazier.container.seccomp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which system calls a kernel was built with.
 *
 * <p>Taken from {@code /proc/kallsyms}, whose names everybody may read: the function of a call that
 * is there is of type T. One that was left out when the kernel was configured is a weak (W)
 * stand-in that answers ENOSYS; one younger than the kernel is not listed at all.
 */
public final class KernelSyscalls {

  private static final Path SYMBOLS = Path.of("/proc/kallsyms");

  /** Every kernel has some three hundred; fewer means that the names are not what we think. */
  private static final int FEWEST = 200;

  private final SyscallMachine machine;
  private final Set<String> functions;

  private KernelSyscalls(SyscallMachine machine, Set<String> functions) {
    this.machine = machine;
    this.functions = functions;
  }

  /**
   * Those of the running kernel.
   *
   * @return empty when it does not tell its symbols, or names them in a way unknown here
   */
  public static Optional<KernelSyscalls> ofThisKernel() {
    try (BufferedReader lines = Files.newBufferedReader(SYMBOLS, StandardCharsets.ISO_8859_1)) {
      return parse(SyscallMachine.ofThisMachine(), lines.lines());
    } catch (IOException | IllegalStateException untold) {
      return Optional.empty();
    }
  }

  /** The same from the lines of a kernel's {@code /proc/kallsyms}. */
  static Optional<KernelSyscalls> parse(SyscallMachine machine, Stream<String> kallsyms) {
    String mark = " T " + prefix(machine) + "sys_";
    Set<String> functions = new HashSet<>();
    kallsyms.forEach(
        line -> {
          int place = line.indexOf(mark);
          if (place >= 0) {
            functions.add(line.substring(place + mark.length()).strip());
          }
        });
    return functions.size() < FEWEST
        ? Optional.empty()
        : Optional.of(new KernelSyscalls(machine, functions));
  }

  /**
   * Whether the kernel has this call of its machine's table. For names that the table does not have
   * the answer is yes: they are other architectures', or newer than it.
   */
  public boolean has(String name) {
    SyscallTable table = SyscallTable.of(machine);
    return table.number(name).isEmpty()
        || table.entryPoint(name).map(entry -> functions.contains(function(entry))).orElse(false);
  }

  /** Without {@code sys_}; arm64 renames one of them in {@code arch/arm64/kernel/sys.c}. */
  private String function(String entryPoint) {
    String name = entryPoint.substring(entryPoint.indexOf("sys_") + "sys_".length());
    return machine == SyscallMachine.AARCH64 && name.equals("personality")
        ? "arm64_personality"
        : name;
  }

  /** {@code __SYSCALL_WRAPPER} names of kernels from 4.17 (x86) and 4.19 (arm64) on. */
  private static String prefix(SyscallMachine machine) {
    return switch (machine) {
      case X86_64 -> "__x64_";
      case AARCH64 -> "__arm64_";
      case I386 -> "__ia32_";
      case ARM -> "";
    };
  }
}
