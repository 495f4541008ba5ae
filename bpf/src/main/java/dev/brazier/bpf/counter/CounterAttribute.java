package dev.brazier.bpf.counter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct perf_event_attr} of {@code linux/perf_event.h}, for counting. */
final class CounterAttribute {
  /** {@code PERF_ATTR_SIZE_VER5}, which every kernel since 4.1 knows. */
  static final int BYTES = 112;

  /** PERF_FORMAT_TOTAL_TIME_ENABLED and PERF_FORMAT_TOTAL_TIME_RUNNING. */
  private static final long TIMES = 3;

  private static final long DISABLED = 1;
  private static final long INHERIT = 1 << 1;
  private static final long EXCLUDE_KERNEL = 1 << 5;
  private static final long EXCLUDE_HYPERVISOR = 1 << 6;
  private static final long ENABLE_ON_EXEC = 1 << 12;

  private CounterAttribute() {}

  /**
   * Lays it out.
   *
   * @param userOnly leaves out what happens in the kernel
   * @param inGroup the event follows another one, which alone is enabled
   */
  static ByteBuffer of(
      CounterEvent event,
      CounterPlace place,
      CounterStart start,
      boolean userOnly,
      boolean inGroup) {
    long flags = userOnly ? EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR : 0;
    if (!inGroup) {
      flags |= start == CounterStart.ON_EXEC ? DISABLED | ENABLE_ON_EXEC : DISABLED;
    }
    if (place instanceof CounterPlace.Task) {
      flags |= INHERIT;
    }
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.nativeOrder())
        .putInt(0, event.type())
        .putInt(4, BYTES)
        .putLong(8, event.config)
        .putLong(32, TIMES)
        .putLong(40, flags);
  }
}
