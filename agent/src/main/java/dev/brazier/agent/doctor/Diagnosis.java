package dev.brazier.agent.doctor;

import dev.brazier.bpf.access.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From what was tried, and where, to what stands in the way. Pure: it reads and tries nothing. */
final class Diagnosis {
  private final Map<Check, Attempt> attempts;
  private final PerfReasons perf;
  private final BpfReasons bpf;
  private final FileReasons files;

  private Diagnosis(Map<Check, Attempt> attempts, Surroundings at) {
    this.attempts = attempts;
    this.perf = new PerfReasons(at, attempts.get(Check.OWN_USER) instanceof Attempt.Failed);
    this.bpf = new BpfReasons(at);
    this.files = new FileReasons(at);
  }

  /**
   * Explains every check.
   *
   * @param attempts what came of each check; those that are missing count as not tried
   */
  static Report of(Map<Check, Attempt> attempts, Surroundings at) {
    Diagnosis diagnosis = new Diagnosis(attempts, at);
    List<Finding> findings = new ArrayList<>();
    for (Check check : Check.values()) {
      findings.add(diagnosis.finding(check));
    }
    return new Report(at, findings);
  }

  private Finding finding(Check check) {
    Attempt attempt = attempts.getOrDefault(check, new Attempt.Skipped("not tried"));
    if (check == Check.PID_NAMESPACE) {
      List<Cause> causes = files.ofProc();
      Attempt seen = causes.isEmpty() ? new Attempt.Worked() : new Attempt.Failed(0, check.title());
      return new Finding(check, seen, causes);
    }
    return attempt instanceof Attempt.Failed failed
        ? new Finding(check, attempt, causes(check, failed.errno()))
        : new Finding(check, attempt, List.of());
  }

  private List<Cause> causes(Check check, int errno) {
    return switch (check) {
      case OWN_USER,
          OWN_KERNEL,
          OTHER_USER,
          OTHER_KERNEL,
          MACHINE_USER,
          MACHINE_KERNEL,
          CYCLES,
          UPROBE ->
          perf.ofEvent(check, errno);
      case RING_128K, RING_1M, RING_8M, RING_32M -> perf.ofRing(errno);
      case BPF_MAP, BPF_PROGRAM, BPF_ATTACH, BPF_ITERATOR -> bpf.of(check, errno);
      case KERNEL_BTF -> bpf.ofTypes(errno);
      case PROC_MAPS, PROC_ROOT, PROC_MAP_FILES, PROC_MEM -> files.ofProcess(check, errno);
      case KERNEL_SYMBOLS -> files.ofSymbols(errno);
      case TRACEFS -> files.ofTracefs(errno);
      case CGROUP_VIEW -> files.ofCgroups(errno);
      case PID_NAMESPACE -> files.ofProc();
    };
  }
}
