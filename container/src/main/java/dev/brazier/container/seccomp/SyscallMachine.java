package dev.brazier.container.seccomp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An architecture as seccomp tells them apart: by its own numbering of system calls. */
public enum SyscallMachine {
  /** 64-bit x86; its numbers with bit 30 set are those of the x32 ABI. */
  X86_64(0xC000_003EL, "SCMP_ARCH_X86_64"),
  /** 64-bit arm. */
  AARCH64(0xC000_00B7L, "SCMP_ARCH_AARCH64"),
  /** 32-bit x86, also what 32-bit processes on a 64-bit kernel use. */
  I386(0x4000_0003L, "SCMP_ARCH_X86"),
  /** 32-bit arm with the embedded ABI, also what 32-bit processes on a 64-bit kernel use. */
  ARM(0x4000_0028L, "SCMP_ARCH_ARM");

  private final long auditArch;
  private final String seccompName;

  SyscallMachine(long auditArch, String seccompName) {
    this.auditArch = auditArch;
    this.seccompName = seccompName;
  }

  /**
   * The machine of an {@code AUDIT_ARCH_*} number of {@code linux/audit.h}, which is what {@code
   * arch=} is in the kernel's log and what a seccomp filter compares.
   *
   * @return empty for an architecture without a table here
   */
  public static Optional<SyscallMachine> ofAuditArch(long arch) {
    return Arrays.stream(values()).filter(machine -> machine.auditArch == arch).findFirst();
  }

  /**
   * The machine that this Java runs on.
   *
   * @throws IllegalStateException on an architecture without a table here
   */
  public static SyscallMachine ofThisMachine() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      case "x86", "i386" -> I386;
      case "arm" -> ARM;
      default -> throw new IllegalStateException("there is no table of system calls for " + name);
    };
  }

  /** The kernel's number for it, {@code AUDIT_ARCH_*}. */
  public long auditArch() {
    return auditArch;
  }

  /** libseccomp's name for it, which profiles use: {@code SCMP_ARCH_X86_64}. */
  public String seccompName() {
    return seccompName;
  }

  /** {@code uname -m}'s name for it, in lower case: {@code x86_64}, {@code aarch64}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the same processor also runs, as container runtimes' default profiles list it. */
  List<String> subArchitectures() {
    return switch (this) {
      case X86_64 -> List.of("SCMP_ARCH_X86", "SCMP_ARCH_X32");
      case AARCH64 -> List.of("SCMP_ARCH_ARM");
      case I386, ARM -> List.of();
    };
  }
}
