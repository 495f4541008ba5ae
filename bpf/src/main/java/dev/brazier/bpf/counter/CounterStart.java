package dev.brazier.bpf.counter;

/** When a counter begins to count. */
public enum CounterStart {
  /** With {@link CounterSet#enable()}. */
  WHEN_ENABLED,
  /** When the thread turns into another program, {@code execve(2)}; for tasks alone. */
  ON_EXEC
}
