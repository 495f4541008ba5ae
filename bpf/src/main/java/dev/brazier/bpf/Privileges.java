package dev.brazier.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is set for this process and may have to do with a refusal: facts, and no judgement which of
 * them was the cause. That takes trials, which are the doctor's.
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

  /** What may stand in the way of {@code bpf(2)}, in one line. */
  String aboutBpf() {
    return facts(lacking(Capability.CAP_BPF, Capability.CAP_PERFMON));
  }

  /** What may stand in the way of {@code perf_event_open(2)}, in one line. */
  String aboutPerf() {
    String setting =
        perfEventParanoid.isPresent()
            ? "kernel.perf_event_paranoid is " + perfEventParanoid.getAsInt()
            : "kernel.perf_event_paranoid is unreadable";
    String lacking = lacking(Capability.CAP_PERFMON);
    return facts(lacking.isEmpty() ? setting : setting + " and " + lacking);
  }

  /** Empty where none is lacking. */
  private String lacking(Capability... wanted) {
    String missing = has(Capability.CAP_SYS_ADMIN) ? "" : Capability.missing(effective, wanted);
    return missing.isEmpty() ? "" : "the effective capabilities lack " + missing;
  }

  private String facts(String first) {
    List<String> facts = new ArrayList<>();
    if (!first.isEmpty()) {
      facts.add(first);
    }
    if (!initialUserNamespace) {
      facts.add("the user namespace is not the host's");
    }
    if (filtered) {
      facts.add("a seccomp filter is in force");
    }
    return facts.isEmpty()
        ? "the capabilities are there and no seccomp filter is in force"
        : String.join(", ", facts);
  }
}
