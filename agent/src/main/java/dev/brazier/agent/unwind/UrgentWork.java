package dev.brazier.agent.unwind;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Has the thread run before all others while it works, within limits. On a machine with more to do
 * than CPUs, which is where people profile, the tables would else be ready when the recording is
 * over. It may take one second at once, and in the long run a tenth of one CPU; what is beyond that
 * waits its turn like everybody.
 */
final class UrgentWork {

  private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int SHARE = 10;

  private final LongSupplier nanoTime;
  private final Predicate<Boolean> setUrgent;
  private long credit = MOST_NANOS;
  private long since;
  private boolean urgent;
  private boolean refused;

  /**
   * @param setUrgent makes the calling thread urgent or not; false when that is not granted
   */
  UrgentWork(LongSupplier nanoTime, Predicate<Boolean> setUrgent) {
    this.nanoTime = nanoTime;
    this.setUrgent = setUrgent;
    this.since = nanoTime.getAsLong();
  }

  /** There is work; to be called again between two pieces of it. */
  void begin() {
    settle();
    if (!urgent && !refused && credit > 0) {
      urgent = setUrgent.test(true);
      refused = !urgent;
    } else if (urgent && credit <= 0) {
      end();
    }
  }

  /** There is none for now. */
  void end() {
    settle();
    if (urgent) {
      urgent = false;
      refused = !setUrgent.test(false);
    }
  }

  /** Real time stands for CPU time: who is urgent does not wait for a CPU. */
  private void settle() {
    long now = nanoTime.getAsLong();
    long passed = now - since;
    since = now;
    credit = Math.min(MOST_NANOS, urgent ? credit - passed : credit + passed / SHARE);
  }
}
