package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What this process may do, as far as a refusal has to be explained.
 *
 * @param effective the effective capability set, bit by bit
 * @param filtered a seccomp filter is in force
 * @param initialUserNamespace capabilities count for the whole machine
 * @param perfEventParanoid {@code kernel.perf_event_paranoid}, where it is readable
 */
record Privileges(
    long effective, boolean filtered, boolean initialUserNamespace, OptionalInt perfEventParanoid) {

  /** Reads {@code /proc}; what is unreadable counts as absent. */
  static Privileges ofThisProcess() {
    return parse(
        read("/proc/self/status"),
        read("/proc/self/uid_map"),
        KernelSetting.read("perf_event_paranoid"));
  }

  static Privileges parse(String status, String uidMap, OptionalInt paranoid) {
    long effective = 0;
    boolean filtered = false;
    for (String line : status.lines().toList()) {
      if (line.startsWith("CapEff:")) {
        effective = parseHex(line.substring("CapEff:".length()).strip());
      } else if (line.startsWith("Seccomp:")) {
        filtered = line.substring("Seccomp:".length()).strip().equals("2");
      }
    }
    boolean initial = uidMap.strip().matches("0\\s+0\\s+4294967295");
    return new Privileges(effective, filtered, initial, paranoid);
  }

  private static long parseHex(String digits) {
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      return "";
    }
  }

  boolean has(Capability capability) {
    return capability.in(effective);
  }

  /** Why {@code bpf(2)} said EPERM or EACCES. */
  Refusal whyBpfWasRefused() {
    String missing =
        has(Capability.CAP_SYS_ADMIN)
            ? ""
            : Capability.missing(effective, Capability.CAP_BPF, Capability.CAP_PERFMON);
    if (!missing.isEmpty()) {
      return new Refusal(
          "the effective capabilities lack " + missing,
          "run as root, or grant CAP_BPF and CAP_PERFMON");
    }
    if (!initialUserNamespace) {
      return Refusal.USER_NAMESPACE;
    }
    if (filtered) {
      return Refusal.seccomp("bpf");
    }
    return new Refusal(
        "the capabilities are there, so a security module or kernel lockdown refuses",
        "look at /sys/kernel/security/lockdown and /sys/kernel/security/lsm");
  }

  /** Why {@code perf_event_open(2)} said EPERM or EACCES to who wants to sample by BPF. */
  Refusal whyPerfWasRefused(int errno) {
    return whyPerfWasRefused(errno, "CAP_PERFMON and CAP_BPF");
  }

  /**
   * The same.
   *
   * @param needed the capabilities that what was tried needs in all
   */
  Refusal whyPerfWasRefused(int errno, String needed) {
    if (errno == Errno.EPERM && filtered) {
      return Refusal.seccomp("perf_event_open");
    }
    if (!initialUserNamespace) {
      return Refusal.USER_NAMESPACE;
    }
    String setting =
        perfEventParanoid.isPresent()
            ? "kernel.perf_event_paranoid is " + perfEventParanoid.getAsInt()
            : "kernel.perf_event_paranoid is unreadable";
    // Debian and Ubuntu carry a patch: at 3 and above CAP_PERFMON no longer counts.
    if (has(Capability.CAP_PERFMON) && perfEventParanoid.orElse(0) >= 3) {
      return new Refusal(
          setting + ", where this kernel asks for CAP_SYS_ADMIN",
          "run as root, grant CAP_SYS_ADMIN, or set kernel.perf_event_paranoid to 2");
    }
    if (!has(Capability.CAP_PERFMON) && !has(Capability.CAP_SYS_ADMIN)) {
      return new Refusal(
          setting + " and the effective capabilities lack CAP_PERFMON",
          "run as root, or grant " + needed);
    }
    return new Refusal(
        setting + " and the capabilities are there, so a security module refuses",
        "look at /sys/kernel/security/lsm");
  }

  /**
   * The explanation of a refusal.
   *
   * @param current what is set and stands in the way
   * @param remedy what to do
   */
  record Refusal(String current, String remedy) {
    static final Refusal USER_NAMESPACE =
        new Refusal(
            "the capabilities hold only inside a user namespace",
            "run in the host's user namespace (no --userns, no rootless container)");

    static Refusal seccomp(String call) {
      return new Refusal(
          "a seccomp filter refuses " + call + "(2)",
          "run with a profile that allows bpf and perf_event_open, for example"
              + " --security-opt seccomp=unconfined");
    }
  }
}
