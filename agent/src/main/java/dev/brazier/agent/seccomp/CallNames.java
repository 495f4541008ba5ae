package dev.brazier.agent.seccomp;

import dev.brazier.bpf.SyscallRefusal;
import dev.brazier.container.seccomp.SyscallMachine;
import dev.brazier.container.seccomp.SyscallTable;
import java.util.Optional;

/** System calls and machines in words. */
final class CallNames {

  private CallNames() {}

  /** The name of a call; empty when no table here has it. */
  static Optional<String> of(long machine, int number) {
    return SyscallMachine.ofAuditArch(machine)
        .flatMap(known -> SyscallTable.of(known).name(number));
  }

  /** The name of a call, or its number where it has none. */
  static String display(long machine, int number) {
    return of(machine, number)
        .orElse(number == SyscallRefusal.UNKNOWN_NUMBER ? "(no such call)" : "call " + number);
  }

  /** {@code x86_64}; a number for a machine without a name here. */
  static String machine(long machine) {
    return SyscallMachine.ofAuditArch(machine)
        .map(SyscallMachine::label)
        .orElse("0x%x".formatted(machine));
  }
}
