package dev.brazier.bpf.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class CounterAttributeTest {

  private static final CounterPlace TASK = new CounterPlace.Task(1);
  private static final CounterPlace CPU = new CounterPlace.Cpu(0);
  private static final long DISABLED = 1;
  private static final long INHERIT = 2;
  private static final long EXCLUDE_KERNEL = 1 << 5;
  private static final long EXCLUDE_HYPERVISOR = 1 << 6;
  private static final long ENABLE_ON_EXEC = 1 << 12;

  @Test
  void asksForBothTimes() {
    ByteBuffer attribute =
        CounterAttribute.of(CounterEvent.PAGE_FAULTS, CPU, CounterStart.WHEN_ENABLED, false, false);

    assertThat(attribute.limit()).isEqualTo(112);
    assertThat(attribute.getInt(0)).as("PERF_TYPE_SOFTWARE").isEqualTo(1);
    assertThat(attribute.getInt(4)).isEqualTo(112);
    assertThat(attribute.getLong(8)).as("PERF_COUNT_SW_PAGE_FAULTS").isEqualTo(2);
    assertThat(attribute.getLong(16)).as("no samples").isZero();
    assertThat(attribute.getLong(32)).as("enabled and running").isEqualTo(3);
    assertThat(flags(attribute)).isEqualTo(DISABLED);
  }

  @Test
  void namesTheTranslationCacheTheOperationAndTheResult() {
    ByteBuffer attribute =
        CounterAttribute.of(
            CounterEvent.ITLB_LOAD_MISSES, CPU, CounterStart.WHEN_ENABLED, false, false);

    assertThat(attribute.getInt(0)).as("PERF_TYPE_HW_CACHE").isEqualTo(3);
    assertThat(attribute.getLong(8)).as("ITLB, read, miss").isEqualTo(0x10004);
  }

  @Test
  void aThreadsCounterIsInheritedAndMayWaitForItsExec() {
    ByteBuffer attribute =
        CounterAttribute.of(CounterEvent.CYCLES, TASK, CounterStart.ON_EXEC, false, false);

    assertThat(flags(attribute)).isEqualTo(DISABLED | INHERIT | ENABLE_ON_EXEC);
  }

  @Test
  void leavesTheKernelAndTheHypervisorOut() {
    ByteBuffer attribute =
        CounterAttribute.of(CounterEvent.CYCLES, CPU, CounterStart.WHEN_ENABLED, true, false);

    assertThat(flags(attribute)).isEqualTo(DISABLED | EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR);
  }

  @Test
  void aMemberOfAGroupFollowsItsLeader() {
    ByteBuffer attribute =
        CounterAttribute.of(CounterEvent.INSTRUCTIONS, TASK, CounterStart.ON_EXEC, false, true);

    assertThat(flags(attribute)).isEqualTo(INHERIT);
  }

  private static long flags(ByteBuffer attribute) {
    return attribute.getLong(40);
  }
}
