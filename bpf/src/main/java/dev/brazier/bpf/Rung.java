package dev.brazier.bpf;

import java.util.List;

/** What to sample with: the more it needs, the more it tells. */
public enum Rung {
  /** The best that is granted here; the notes of {@link SamplerFacts} say what was refused. */
  AUTO,
  /** BPF programs. They need CAP_BPF and CAP_PERFMON. */
  BPF,
  /**
   * The rings of perf events, {@link Engine#PERF}. They need CAP_PERFMON, or {@code
   * kernel.perf_event_paranoid} of 0 or less.
   */
  PERF,
  /**
   * The same for the processes of this user, {@link Engine#OWN}. It needs {@code
   * kernel.perf_event_paranoid} of 2 or less.
   */
  OWN;

  /** The best first. */
  List<Rung> tried() {
    return this == AUTO ? List.of(BPF, PERF, OWN) : List.of(this);
  }
}
