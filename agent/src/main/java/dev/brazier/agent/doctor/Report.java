package dev.brazier.agent.doctor;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code brazier doctor} found. */
public final class Report {
  /**
   * Where the decisive finding is looked for: what most depends on comes first. Blocked here means
   * blocked everywhere after it.
   */
  private static final List<Check> BY_WEIGHT =
      List.of(
          Check.OWN_USER,
          Check.MACHINE_USER,
          Check.MACHINE_KERNEL,
          Check.BPF_MAP,
          Check.BPF_PROGRAM,
          Check.BPF_ATTACH,
          Check.PID_NAMESPACE,
          Check.PROC_ROOT,
          Check.PROC_MAPS,
          Check.KERNEL_SYMBOLS);

  /** What the engines with BPF cannot do without. */
  private static final List<Check> SAMPLING =
      BY_WEIGHT.subList(0, BY_WEIGHT.indexOf(Check.BPF_ATTACH) + 1);

  /** What counting other processes cannot do without. */
  private static final List<Check> COUNTING = List.of(Check.MACHINE_USER, Check.OTHER_USER);

  private final Surroundings surroundings;
  private final List<Finding> findings;
  private final Rung rung;

  Report(Surroundings surroundings, List<Finding> findings) {
    this.surroundings = surroundings;
    this.findings = List.copyOf(findings);
    Set<Check> working = EnumSet.noneOf(Check.class);
    findings.stream()
        .filter(finding -> finding.attempt().worked())
        .forEach(finding -> working.add(finding.check()));
    this.rung = Rung.of(working);
  }

  /** Whether a recording would work. */
  public Verdict verdict() {
    if (rung == Rung.NONE) {
      return Verdict.BLOCKED;
    }
    return troubles().isEmpty() ? Verdict.FULL : Verdict.DEGRADED;
  }

  /** The lines for a terminal. */
  public List<String> text() {
    return new ReportText(this).lines();
  }

  /**
   * The schema {@code brazier.doctor/1}.
   *
   * @param version of this program
   */
  public String json(String version) {
    return new ReportJson(this, version).text();
  }

  /** The lines that a platform lacks; comments begin with {@code #}. */
  public List<String> fix(Platform platform) {
    return platform.lines(Prescription.of(troubles()), surroundings);
  }

  /**
   * Why the machine cannot be sampled, as a clause for an error message: the layer, how it is
   * known, and what mends this and all else that sampling needs. Empty where nothing is in the way.
   */
  public Optional<String> whyNotSampled() {
    List<Finding> refused = SAMPLING.stream().map(this::finding).filter(this::matters).toList();
    return refused.stream()
        .findFirst()
        .map(first -> ReportText.reason(first) + ": " + Prescription.of(refused).words());
  }

  /** As {@link #whyNotSampled}, for events that are only counted: they need less. */
  public Optional<String> whyNotCounted() {
    return COUNTING.stream()
        .map(this::finding)
        .filter(Finding::isTrouble)
        .findFirst()
        .map(first -> ReportText.reason(first) + ": " + first.remedy());
  }

  /** The finding to begin with. */
  Optional<Finding> decisive() {
    return BY_WEIGHT.stream()
        .map(this::finding)
        .filter(this::matters)
        .findFirst()
        .or(() -> troubles().stream().findFirst());
  }

  /** In the order of the checks. */
  List<Finding> findings() {
    return findings;
  }

  Finding finding(Check check) {
    return findings.stream().filter(one -> one.check() == check).findFirst().orElseThrow();
  }

  /** What makes the verdict less than full. */
  List<Finding> troubles() {
    return findings.stream().filter(this::matters).toList();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Rung rung() {
    return rung;
  }

  private boolean matters(Finding finding) {
    return finding.isTrouble()
        && switch (finding.check().weight()) {
          case WANTED -> true;
          case RING -> rung.hasRings() || rung == Rung.NONE;
          case OPTIONAL -> false;
        };
  }
}
