package dev.brazier.agent.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whom Debian's kernels let do what, by their settings. The capabilities that a process lacks are
 * in its bounding set.
 *
 * @param paranoid {@code kernel.perf_event_paranoid}; above 2 Debian asks for {@code
 *     CAP_SYS_ADMIN}, whatever is sampled
 * @param pointers {@code kernel.kptr_restrict}
 * @param unprivilegedBpf {@code kernel.unprivileged_bpf_disabled}; at 0 everybody may make maps
 */
record KernelRules(int paranoid, int pointers, int unprivilegedBpf) {

  private static final String NOT_PERMITTED = "capability-not-permitted";
  private static final String ADMIN = "CAP_SYS_ADMIN";

  /** As a test machine without anything special, at which Brazier's documentation aims. */
  static final KernelRules USUAL = new KernelRules(2, 0, 2);

  KernelRules paranoid(int level) {
    return new KernelRules(level, pointers, unprivilegedBpf);
  }

  KernelRules pointers(int level) {
    return new KernelRules(paranoid, level, unprivilegedBpf);
  }

  KernelRules unprivilegedBpf(int level) {
    return new KernelRules(paranoid, pointers, level);
  }

  /** The checks by weight: the first that does not work is the decisive one. */
  List<Expected> expected(Set<String> held) {
    boolean admin = held.contains(ADMIN);
    boolean monitor = admin || held.contains("CAP_PERFMON");
    boolean bpf = admin || held.contains("CAP_BPF");
    List<String> machine = new ArrayList<>();
    if (!monitor && paranoid > 0) {
      machine.add(NOT_PERMITTED);
    }
    List<String> own = paranoid > 2 && !admin ? List.of("perf-event-paranoid") : List.of();
    machine.addAll(own);
    boolean addresses = paranoid <= 1 || held.contains("CAP_SYSLOG");
    return List.of(
        check("perf.cpu-clock.own.user", own),
        check("perf.cpu-clock.machine.user", machine),
        new Expected(
            "bpf.map", unless(bpf || unprivilegedBpf == 0), Set.of("unprivileged-bpf-disabled")),
        check("bpf.program.perf-event", unless(bpf && monitor)),
        check("proc.pid-namespace", List.of()),
        check("proc.root.other", unless(held.contains("CAP_SYS_PTRACE"))),
        check("kernel.symbols", pointers >= 2 ? List.of("kptr-restrict") : unless(addresses)));
  }

  private static List<String> unless(boolean allowed) {
    return allowed ? List.of() : List.of(NOT_PERMITTED);
  }

  static Expected check(String id, List<String> layers) {
    return new Expected(id, layers, Set.of());
  }
}
