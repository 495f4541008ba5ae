package dev.brazier.flamegraph.input;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class PerfReaderFuzzTest {
  private static final String TEXT =
      """
      # captured on: Sun Nov 22 08:06:28 2026
      V8 Worker 24636/25607 [000] 94564.109216: 100 cycles:u:\s
      \tffffffff8104f45a native_safe_halt+0x2 ([kernel.kallsyms])
      \t    7f0000001000 a/Loop.run->b/Loop.poll (/tmp/perf-12.map)
      \t    55d0 std::vector<int>::push_back(int const&) (inlined)
        vector.h:12
      \t    55d0 [unknown] (/usr/lib/my lib.so (deleted))

      swapper     0 [001] 94564.2: 3 cycles:\s

                  b prog  9325 35032.032380:  5025125 cycles:   5582349591b6 leaf+0x26 (/b)
      perf 9 [000] 1.4: PERF_RECORD_MMAP2 9/9: [0x55(0x1) @ 0]: r-xp /usr/bin/perf
      java 19983 instructions:
      ffffffff8103d0ca msr ([kernel.kallsyms])
      """;

  @Test
  void survivesDamage() {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    Assertions.assertTimeout(
        Duration.ofMinutes(1),
        () -> Mutations.survive(text, InputOptions.DEFAULT.withFormat(InputFormat.PERF), 4_000));
    Mutations.survive(text, InputOptions.DEFAULT, 1_000);
  }
}
