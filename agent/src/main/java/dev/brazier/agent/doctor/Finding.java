package dev.brazier.agent.doctor;

import dev.brazier.bpf.access.Attempt;
import java.util.List;
import java.util.Optional;

/**
 * What came of one check, explained.
 *
 * @param causes the layers that stand in the way, the first to be mended first; empty where it
 *     works or was not tried
 */
record Finding(Check check, Attempt attempt, List<Cause> causes) {

  /** The four results; their names in lower case are part of the JSON schema. */
  enum Result {
    OK,
    /** Somebody said no. */
    REFUSED,
    /** There is nothing to be refused. */
    ABSENT,
    SKIPPED
  }

  private static final List<Layer> NOTHING_THERE =
      List.of(Layer.NO_PMU, Layer.OLD_KERNEL, Layer.NO_BTF, Layer.NOT_MOUNTED, Layer.PID_NAMESPACE);

  Finding {
    causes = List.copyOf(causes);
  }

  Result result() {
    if (attempt.worked()) {
      return Result.OK;
    }
    if (attempt instanceof Attempt.Skipped) {
      return Result.SKIPPED;
    }
    return !causes.isEmpty() && NOTHING_THERE.contains(causes.get(0).layer())
        ? Result.ABSENT
        : Result.REFUSED;
  }

  /** Whether something does not work that was tried. */
  boolean isTrouble() {
    return attempt instanceof Attempt.Failed;
  }

  /** The error's symbol, where the kernel gave one. */
  Optional<String> errno() {
    return attempt instanceof Attempt.Failed failed && failed.errno() != 0
        ? Optional.of(failed.errnoName())
        : Optional.empty();
  }

  /** How each layer is known; for a check that was skipped, why. */
  List<String> evidence() {
    return attempt instanceof Attempt.Skipped skipped
        ? List.of(skipped.reason())
        : causes.stream().map(Cause::evidence).distinct().toList();
  }

  /** Each layer once. */
  List<Layer> layers() {
    return causes.stream().map(Cause::layer).distinct().toList();
  }

  /** What to do, in words. */
  String remedy() {
    return Prescription.of(List.of(this)).words();
  }
}
