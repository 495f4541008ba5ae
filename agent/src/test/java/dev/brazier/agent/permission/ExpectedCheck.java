package dev.brazier.agent.permission;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Linux asks for before it allows what a check of {@code brazier doctor} tries, at {@code
 * kernel.perf_event_paranoid} 2 and {@code kernel.unprivileged_bpf_disabled} 1 or 2.
 *
 * @param id the check's
 * @param call the system call that a seccomp profile may refuse
 * @param needed capabilities that it takes
 * @param openToAdministrators {@code CAP_SYS_ADMIN} does instead of them
 * @param alsoNamed layers that may be named beside the one at fault, as they would be next
 */
record ExpectedCheck(
    String id,
    @Nullable String call,
    List<String> needed,
    boolean openToAdministrators,
    Set<String> alsoNamed) {

  private static final String BPF = "CAP_BPF";
  private static final String PERFMON = "CAP_PERFMON";

  static final List<ExpectedCheck> ALL =
      List.of(
          new ExpectedCheck(
              "perf.cpu-clock.own.user", "perf_event_open", List.of(), true, Set.of()),
          new ExpectedCheck(
              "perf.cpu-clock.machine.user", "perf_event_open", List.of(PERFMON), true, Set.of()),
          new ExpectedCheck(
              "bpf.map", "bpf", List.of(BPF), true, Set.of("unprivileged-bpf-disabled")),
          new ExpectedCheck("bpf.program.perf-event", "bpf", List.of(BPF, PERFMON), true, Set.of()),
          new ExpectedCheck("proc.root.other", null, List.of("CAP_SYS_PTRACE"), false, Set.of()),
          new ExpectedCheck("kernel.symbols", null, List.of("CAP_SYSLOG"), false, Set.of()));
}
