package dev.brazier.container.seccomp;

import java.util.Locale;
import java.util.Optional;

/**
 * One system call that a seccomp filter caught and the kernel logged, type 1326 of its audit log.
 *
 * <p>The kernel logs what is killed, what is logged by {@code SCMP_ACT_LOG}, and other refusals
 * only under a filter that asks for it; it never logs the plain {@code SCMP_ACT_ERRNO} of container
 * runtimes' own profiles.
 *
 * @param arch {@code AUDIT_ARCH_*} of the call; see {@link SyscallMachine#ofAuditArch}
 * @param number of the call on that architecture
 * @param code the filter's answer without its data, {@code SECCOMP_RET_*} of {@code
 *     linux/seccomp.h}
 * @param pid in the initial PID namespace
 * @param comm the thread's name
 * @param executable path as the process saw it; empty when the kernel did not tell
 * @param millis when it happened, milliseconds since 1970
 */
public record AuditRecord(
    long arch, int number, long code, int pid, String comm, String executable, long millis) {

  /** Where the call is from: {@code x86_64}, or the number in hexadecimal without a table. */
  public String architecture() {
    return SyscallMachine.ofAuditArch(arch)
        .map(
            machine ->
                machine == SyscallMachine.X86_64 && (number & SyscallTable.X32_BIT) != 0
                    ? "x32"
                    : machine.label())
        .orElseGet(() -> String.format(Locale.ROOT, "0x%08x", arch));
  }

  /** The name of the call; empty when there is no table or the table has no such number. */
  public Optional<String> syscall() {
    return SyscallMachine.ofAuditArch(arch)
        .flatMap(machine -> SyscallTable.of(machine).name(number));
  }

  /** What the filter did, in a word or two: {@code log}, {@code errno}, {@code kill process}. */
  public String action() {
    return switch ((int) code) {
      case 0x8000_0000 -> "kill process";
      case 0x0000_0000 -> "kill thread";
      case 0x0003_0000 -> "trap";
      case 0x0005_0000 -> "errno";
      case 0x7fc0_0000 -> "notify";
      case 0x7ff0_0000 -> "trace";
      case 0x7ffc_0000 -> "log";
      case 0x7fff_0000 -> "allow";
      default -> String.format(Locale.ROOT, "0x%08x", code);
    };
  }
}
