package dev.brazier.agent.seccomp;

import dev.brazier.bpf.PermissionRefusedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** An audit of the whole machine, as a test reads it. */
final class RefusedCalls implements AutoCloseable {

  private final SeccompAudit audit;

  private RefusedCalls(SeccompAudit audit) {
    this.audit = audit;
  }

  static RefusedCalls watch() {
    try {
      return new RefusedCalls(SeccompAudit.start(List.of(), List.of(), List.of()));
    } catch (PermissionRefusedException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** What one container was refused: how often, by {@code call answer}. */
  Map<String, Long> of(String container) {
    Map<String, Long> counts = new TreeMap<>();
    for (RefusedCall refused : all(container)) {
      counts.merge(refused.call() + " " + refused.answer(), refused.count(), Long::sum);
    }
    return counts;
  }

  /** What one container was refused. */
  List<RefusedCall> all(String container) {
    return audit.refused().stream()
        .filter(refused -> refused.container().equals(container))
        .toList();
  }

  /** Looks until a container has ended: its name can be told only while it is there. */
  Map<String, Long> untilEnd(String container, Process runtime) throws InterruptedException {
    while (runtime.isAlive()) {
      of(container);
      Thread.sleep(20);
    }
    return of(container);
  }

  boolean missedNothing() {
    return audit.losses().none();
  }

  @Override
  public void close() {
    audit.close();
  }
}
