package dev.brazier.bpf.counter;

import dev.brazier.bpf.PerfDescriptor;

/** One event counted at one place. */
final class Counter implements AutoCloseable {
  private final PerfDescriptor descriptor;
  private final boolean leads;
  private final boolean userOnly;
  private CounterReading last = CounterReading.ZERO;

  /**
   * @param leads whether it is enabled on its own, not with the leader of its group
   */
  Counter(PerfDescriptor descriptor, boolean leads, boolean userOnly) {
    this.descriptor = descriptor;
    this.leads = leads;
    this.userOnly = userOnly;
  }

  PerfDescriptor descriptor() {
    return descriptor;
  }

  boolean userOnly() {
    return userOnly;
  }

  void enable() {
    if (leads) {
      descriptor.enable();
    }
  }

  /** What was counted since the last time. */
  CounterReading read() {
    CounterReading now = CounterReading.parse(descriptor.read(CounterReading.BYTES));
    CounterReading since = now.minus(last);
    last = now;
    return since;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
