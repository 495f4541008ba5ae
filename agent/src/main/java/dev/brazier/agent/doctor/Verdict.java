package dev.brazier.agent.doctor;

/** How much of profiling works; the names in lower case are part of the JSON schema. */
public enum Verdict {
  /** Everything that a profile is made of. */
  FULL,
  /** Something is recorded, and something is lost. */
  DEGRADED,
  /** Nothing can be recorded. */
  BLOCKED
}
